using System.IO.Compression;
using KernelCli.Codecs.Png;

namespace KernelCli.Codecs.Tests.Png;

/// <summary>Deflated blocks hold what was put in, are hardly ever larger than a search for strings makes them, and shrink with the level.</summary>
public sealed class PngBlockDeflaterTests
{
    private static readonly int[] Lengths = [0, 1, 4095, 4096, 70_000, 1 << 18];

    public static TheoryData<string> Contents => ["noise of a photograph", "noise", "flat", "repeated strings", "text, then a photograph", "photograph, then flat"];

    [Theory]
    [MemberData(nameof(Contents))]
    public void Blocks_are_what_was_put_in_and_not_larger_than_strings_make_them(string content)
    {
        foreach (int length in Lengths)
        {
            byte[] block = Block(content, length);
            for (int level = 0; level <= 9; level++)
            {
                byte[] deflated = new PngBlockDeflater(level).Deflate(block).ToArray();
                Assert.Equal(block, Inflated(deflated));
                Assert.InRange(deflated.Length, 0, (Strings(block, level).Length * 1.01) + 8);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Contents))]
    public void Slow_levels_are_never_larger_than_the_one_before(string content)
    {
        byte[] block = Block(content, 100_000);
        long[] sizes = [.. Enumerable.Range(6, 4).Select(level => new PngBlockDeflater(level).Deflate(block).Length)];
        Assert.Equal(sizes.OrderDescending(), sizes);
    }

    [Fact]
    public void Runs_are_taken_where_they_are_smaller()
    {
        byte[] photograph = Block("noise of a photograph", 1 << 18), strings = Block("repeated strings", 1 << 18);
        Assert.True(new PngBlockDeflater(6).Deflate(photograph).Length < Strings(photograph, 6).Length);
        Assert.Equal(Strings(strings, 6).Length, new PngBlockDeflater(6).Deflate(strings).Length);
    }

    private static byte[] Block(string content, int length)
    {
        var random = new Random(length);
        byte[] block = new byte[length], word = new byte[200];
        random.NextBytes(word);
        int half = length / 2;
        for (int i = 0; i < length; i++)
            block[i] = content switch
            {
                "noise" => (byte)random.Next(256),
                "flat" => 0,
                "repeated strings" => word[i % 230 % 200],
                "text, then a photograph" => i < half ? word[i % 190] : Difference(random),
                "photograph, then flat" => i < half ? Difference(random) : (byte)0,
                _ => Difference(random),
            };
        return block;
    }

    // The difference of neighbours in a photograph: about Laplacian.
    private static byte Difference(Random random) => (byte)(int)(Math.Log(random.NextDouble() + 1e-9) * 4 * (random.Next(2) == 0 ? 1 : -1));

    private static byte[] Strings(byte[] block, int level)
    {
        var deflated = new MemoryStream();
        var options = new ZLibCompressionOptions { CompressionLevel = level, CompressionStrategy = ZLibCompressionStrategy.Filtered };
        using var deflate = new DeflateStream(deflated, options);
        deflate.Write(block);
        deflate.Flush();
        return deflated.ToArray();
    }

    private static byte[] Inflated(byte[] deflated)
    {
        using var inflate = new DeflateStream(new MemoryStream([.. deflated, 0x03, 0x00]), CompressionMode.Decompress);
        var all = new MemoryStream();
        inflate.CopyTo(all);
        return all.ToArray();
    }
}
