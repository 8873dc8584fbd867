using System.Numerics;
using KernelCli.Codecs.Png;

namespace KernelCli.Codecs.Tests.Png;

public sealed class PngFilterTests
{
    [Fact]
    public void Filters_follow_the_standard_and_are_undone()
    {
        var random = new Random(1);
        foreach (int distance in (int[])[1, 2, 3, 4, 6, 8])
            for (int pixels = 1; pixels < 70; pixels++)
            {
                int count = pixels * distance, slack = Vector<byte>.Count;
                byte[] row = new byte[count + distance + slack], above = new byte[row.Length], filtered = new byte[row.Length];
                random.NextBytes(row.AsSpan(distance, count));
                random.NextBytes(above.AsSpan(distance, count));
                for (int type = 0; type < PngFilter.Count; type++)
                {
                    long sum = PngFilter.Run(type, row, above, distance, filtered, count);
                    for (int i = 0; i < count; i++)
                        Assert.Equal((byte)(row[i + distance] - Predicted(type, row[i], above[i + distance], above[i])), filtered[i]);
                    Assert.Equal(filtered.Take(count).Sum(b => Math.Min((int)b, 256 - b)), sum);

                    byte[] undone = filtered[..count];
                    Assert.True(PngUnfilter.Run(type, undone, above.AsSpan(distance, count), distance));
                    Assert.Equal(row[distance..(distance + count)], undone);
                }
            }
        Assert.False(PngUnfilter.Run(5, new byte[3], new byte[3], 1));
    }

    private static int Predicted(int type, int a, int b, int c)
    {
        int p = a + b - c, pa = Math.Abs(p - a), pb = Math.Abs(p - b), pc = Math.Abs(p - c);
        return type switch
        {
            0 => 0,
            1 => a,
            2 => b,
            3 => (a + b) / 2,
            _ => pa <= pb && pa <= pc ? a : pb <= pc ? b : c,
        };
    }
}
