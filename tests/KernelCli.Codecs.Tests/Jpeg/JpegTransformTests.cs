using KernelCli.Codecs.Jpeg.Transforms;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Tests.Jpeg;

/// <summary>The transforms beside plain ones, number by number as the Independent JPEG Group's accurate integer transform is defined.</summary>
public sealed unsafe class JpegTransformTests
{
    [Fact]
    public void The_inverse_transform_equals_the_plain_one()
    {
        var random = new Random(1);
        var (block, quantisers, samples) = (new AlignedBuffer(128), new AlignedBuffer(128), new AlignedBuffer(64));
        for (int run = 0; run < 3000; run++)
        {
            var coefficients = new int[64];
            for (int i = 0; i < 64; i++)
            {
                int value = run % 3 == 0 || random.Next(8) == 0 ? random.Next(-60, 61) / (1 + (i / 8)) : 0;
                int quantiser = random.Next(1, 40);
                ((short*)block.Pointer)[i] = (short)value;
                ((short*)quantisers.Pointer)[i] = (short)quantiser;
                coefficients[i] = value * quantiser;
            }
            InverseDct.Run((short*)block.Pointer, (short*)quantisers.Pointer, samples.Pointer, 8);
            Assert.Equal(PlainInverse(coefficients), samples.Span.ToArray());
        }
    }

    [Fact]
    public void A_flat_block_is_what_the_whole_transform_makes_of_it()
    {
        var samples = new AlignedBuffer(64);
        for (int value = -2000; value <= 2000; value++)
        {
            InverseDct.RunFlat(value, samples.Pointer, 8);
            Assert.Equal(PlainInverse([value, .. new int[63]]), samples.Span.ToArray());
        }
    }

    [Fact]
    public void The_forward_transform_equals_the_plain_one()
    {
        var random = new Random(2);
        var (block, samples) = (new AlignedBuffer(128), new AlignedBuffer(64));
        for (int run = 0; run < 3000; run++)
        {
            byte[] quantisers = new byte[64];
            for (int i = 0; i < 64; i++)
            {
                quantisers[i] = (byte)random.Next(1, 256);
                samples.Pointer[i] = (byte)(run % 4 == 0 ? random.Next(2) * 255 : random.Next(256));
            }
            ForwardDct.Run(samples.Pointer, 8, new BlockDivisors(quantisers), (short*)block.Pointer);
            int[] plain = PlainForward(samples.Span.ToArray());
            for (int i = 0; i < 64; i++)
            {
                int divisor = quantisers[i] * 8, magnitude = (Math.Abs(plain[i]) + (divisor / 2)) / divisor;
                Assert.Equal(plain[i] < 0 ? -magnitude : magnitude, ((short*)block.Pointer)[i]);
            }
        }
    }

    [Fact]
    public void Division_is_exact_for_every_divisor_and_coefficient()
    {
        var lanes = new AlignedBuffer(16);
        for (int quantiser = 1; quantiser <= 255; quantiser++)
        {
            byte[] table = new byte[64];
            Array.Fill(table, (byte)quantiser);
            var divisors = new BlockDivisors(table);
            int divisor = quantiser * 8;
            for (int value = -16384; value <= 16383; value += 8)
            {
                for (int i = 0; i < 8; i++)
                    ((short*)lanes.Pointer)[i] = (short)(value + i);
                var quotients = divisors.Divide(System.Runtime.Intrinsics.Vector128.Load((short*)lanes.Pointer), 0);
                for (int i = 0; i < 8; i++)
                    if (quotients[i] != Math.Sign(value + i) * ((Math.Abs(value + i) + (divisor / 2)) / divisor))
                        Assert.Fail($"{value + i} / {divisor} gave {quotients[i]}");
            }
        }
    }

    private static byte[] PlainInverse(int[] coefficients)
    {
        int[] rows = [.. coefficients];
        for (int x = 0; x < 8; x++)
            InverseLine(rows, x, 8, 11);
        for (int y = 0; y < 8; y++)
            InverseLine(rows, 8 * y, 1, 18);
        return Array.ConvertAll(rows, value => (byte)Math.Clamp(value + 128, 0, 255));
    }

    private static void InverseLine(int[] d, int first, int step, int shift)
    {
        int At(int i) => d[first + (i * step)];
        int z1 = (At(2) + At(6)) * 4433, even2 = z1 - (At(6) * 15137), even3 = z1 + (At(2) * 6270);
        int even0 = (At(0) + At(4)) << 13, even1 = (At(0) - At(4)) << 13;
        int[] even = [even0 + even3, even1 + even2, even1 - even2, even0 - even3];
        int z5 = (At(7) + At(3) + At(5) + At(1)) * 9633;
        int a = (At(7) + At(1)) * -7373, b = (At(5) + At(3)) * -20995, c = ((At(7) + At(3)) * -16069) + z5, e = ((At(5) + At(1)) * -3196) + z5;
        int[] odd = [(At(1) * 12299) + a + e, (At(3) * 25172) + b + c, (At(5) * 16819) + b + e, (At(7) * 2446) + a + c];
        for (int i = 0; i < 4; i++)
        {
            d[first + (i * step)] = (even[i] + odd[i] + (1 << (shift - 1))) >> shift;
            d[first + ((7 - i) * step)] = (even[i] - odd[i] + (1 << (shift - 1))) >> shift;
        }
    }

    private static int[] PlainForward(byte[] samples)
    {
        int[] d = Array.ConvertAll(samples, sample => sample - 128);
        for (int y = 0; y < 8; y++)
            ForwardLine(d, 8 * y, 1, isFirst: true);
        for (int x = 0; x < 8; x++)
            ForwardLine(d, x, 8, isFirst: false);
        return d;
    }

    private static void ForwardLine(int[] d, int first, int step, bool isFirst)
    {
        int At(int i) => d[first + (i * step)];
        int shift = isFirst ? 11 : 15;
        int Rounded(int value) => (value + (1 << (shift - 1))) >> shift;
        int Whole(int value) => isFirst ? value << 2 : (value + 2) >> 2;
        int[] s = [At(0) + At(7), At(1) + At(6), At(2) + At(5), At(3) + At(4)];
        int[] t = [At(3) - At(4), At(2) - At(5), At(1) - At(6), At(0) - At(7)];
        int e0 = s[0] + s[3], e3 = s[0] - s[3], e1 = s[1] + s[2], e2 = s[1] - s[2], z = (e2 + e3) * 4433;
        int z5 = (t[0] + t[2] + t[1] + t[3]) * 9633;
        int a = (t[0] + t[3]) * -7373, b = (t[1] + t[2]) * -20995, c = ((t[0] + t[2]) * -16069) + z5, e = ((t[1] + t[3]) * -3196) + z5;
        int[] result =
        [
            Whole(e0 + e1), Rounded((t[3] * 12299) + a + e), Rounded(z + (e3 * 6270)), Rounded((t[2] * 25172) + b + c),
            Whole(e0 - e1), Rounded((t[1] * 16819) + b + e), Rounded(z - (e2 * 15137)), Rounded((t[0] * 2446) + a + c),
        ];
        for (int i = 0; i < 8; i++)
            d[first + (i * step)] = result[i];
    }
}
