namespace KernelCli.Codecs.Tests;

public sealed class Adler32Tests
{
    [Fact]
    public void Every_length_and_every_cut_agree_with_the_definition()
    {
        byte[] bytes = new byte[20_000];
        Array.Fill(bytes, (byte)255);
        new Random(1).NextBytes(bytes.AsSpan(0, 7000));
        foreach (int length in (int[])[0, 1, 2, 31, 32, 33, 63, 64, 65, 127, 5551, 5552, 5553, 6000, 20_000])
        {
            uint expected = ByteByByte(bytes.AsSpan(0, length));
            Assert.Equal(expected, Adler32.Append(Adler32.Start, bytes.AsSpan(0, length)));
            int cut = length / 3;
            uint first = Adler32.Append(Adler32.Start, bytes.AsSpan(0, cut)), second = Adler32.Append(Adler32.Start, bytes.AsSpan(cut, length - cut));
            Assert.Equal(expected, Adler32.Combine(first, second, length - cut));
        }
    }

    private static uint ByteByByte(ReadOnlySpan<byte> bytes)
    {
        uint a = 1, b = 0;
        foreach (byte value in bytes)
        {
            a = (a + value) % 65521;
            b = (b + a) % 65521;
        }
        return (b << 16) | a;
    }
}
