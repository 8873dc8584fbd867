using System.Runtime.InteropServices;
using KernelCli.Codecs;
using KernelCli.Codecs.Registry;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Cli.Verification;

/// <summary>What a picture shows.</summary>
internal enum TestPattern
{
    /// <summary>Noise with many black and white samples, so that results are clamped.</summary>
    Noise,

    /// <summary>Noise that repeats every five columns and seven rows: with a wrapped border there are at most 35 results.</summary>
    Tiles,

    /// <summary>Noise of columns, which repeats every 60: for wide filters, which would make tiles flat.</summary>
    Columns,

    /// <summary>Noise of rows, which repeats every 60.</summary>
    Rows,

    /// <summary>Disks on slopes beside stripes.</summary>
    Shapes,

    /// <summary>Squares of eight by eight equal pixels, which JPEG stores without loss at quality 100.</summary>
    Blocks,

    /// <summary>Noise in which a tenth of the pixels is NaN.</summary>
    Holes,
}

/// <summary>
/// A picture that is computed from its name by whole numbers alone: <c>tiles-rgb8-17.pam</c> is the pattern, the channels with the
/// sample type, and the seed. Float samples are multiples of 1/64 from -1/4 to 5/4. Most have more than 256 columns, which the loops of
/// 512-bit registers take in one turn, and some that fill no register.
/// </summary>
internal sealed class TestPicture
{
    private const int ColumnsOfTile = 5;
    private const int RowsOfTile = 7;
    private const int Period = 60;
    private const int BlockSide = 8;

    private readonly TestPattern _pattern;
    private readonly uint _seed;

    /// <summary>Reads a name.</summary>
    /// <param name="name">The name.</param>
    public TestPicture(string name)
    {
        string[] words = Path.GetFileNameWithoutExtension(name).Split('-');
        (Name, _pattern) = (name, Enum.Parse<TestPattern>(words[0], ignoreCase: true));
        _seed = words.Length > 2 ? uint.Parse(words[2], System.Globalization.CultureInfo.InvariantCulture) : 0;
        string layout = words[1].TrimEnd('0', '1', '2', '3', '6', '8').TrimEnd('f');
        SampleType sample = words[1][layout.Length..] switch
        {
            "8" => SampleType.UInt8,
            "16" => SampleType.UInt16,
            _ => SampleType.Float32,
        };
        (int width, int height) = _pattern switch
        {
            TestPattern.Tiles => (60 * ColumnsOfTile, 4 * RowsOfTile),
            TestPattern.Columns => (5 * Period, 11),
            TestPattern.Rows => (5 * Period, Period),
            TestPattern.Blocks => (37 * BlockSide, 3 * BlockSide),
            _ => (293, 23),
        };
        Info = new ImageInfo(width, height, new PixelFormat(layout switch
        {
            "gray" => PixelLayout.Gray,
            "graya" => PixelLayout.GrayAlpha,
            "rgb" => PixelLayout.Rgb,
            _ => PixelLayout.Rgba,
        }, sample));
    }

    /// <summary>The name, which is that of the file where the picture is written.</summary>
    public string Name { get; }

    /// <summary>Size and format.</summary>
    public ImageInfo Info { get; }

    /// <summary>All samples, in the unit of the format; channels interleaved.</summary>
    public double[] Samples()
    {
        (int channels, int white) = (Info.Format.Channels, Info.Format.Sample is SampleType.UInt16 ? 65535 : 255);
        double[] samples = new double[Info.Width * Info.Height * channels];
        for (int i = 0; i < samples.Length; i++)
        {
            (int x, int y, int channel) = (i / channels % Info.Width, i / channels / Info.Width, i % channels);
            bool isAlpha = Info.Format.HasAlpha && channel == channels - 1;
            int value = isAlpha ? AlphaAt(x, y, white) : ValueAt(x, y, channel, white);
            samples[i] = Info.Format.Sample is not SampleType.Float32 ? value : isAlpha ? value / 255 : ((value % 97) - 16) / 64.0;
            if (_pattern is TestPattern.Holes && Hash(x, y, 9) % 10 == 0)
                samples[i] = double.NaN;
        }
        return samples;
    }

    /// <summary>The rows.</summary>
    public IRowSource Open() => new PictureRows(Info, Samples());

    /// <summary>Writes the picture as a file.</summary>
    public void Write(Stream stream)
    {
        using IRowSource rows = Open();
        ImageCodecs.ByExtension(Name)!.Write(stream, rows, EncodeOptions.Default);
    }

    // Hidden, half seen and opaque pixels.
    private int AlphaAt(int x, int y, int white) => (int)(Hash(x, y, 7) % 5) switch { 0 => 0, 1 => white / 5, 2 => white / 3, _ => white };

    private int ValueAt(int x, int y, int channel, int white)
    {
        switch (_pattern)
        {
            case TestPattern.Shapes:
                x %= 41;
                bool isDisk = ((x - 14) * (x - 14)) + ((y - 11) * (y - 11)) < 80;
                int shade = isDisk ? 210 - (3 * channel) : x >= 28 ? (y / 4 % 2 * 120) + 40 : (2 * x) + y;
                return (shade + (int)(Hash(x, y, channel) % 9)) * white / 255;
            case TestPattern.Blocks:
                return (int)(Hash(x / BlockSide, y / BlockSide, channel) % (uint)(white + 1));
            default:
                uint hash = Hash(x, y, channel);
                return (hash & 7) switch { 0 => 0, 1 => white, _ => (int)((hash >> 3) % (uint)(white + 1)) };
        }
    }

    private uint Hash(int x, int y, int channel)
    {
        (x, y) = _pattern switch
        {
            TestPattern.Tiles => (x % ColumnsOfTile, y % RowsOfTile),
            TestPattern.Columns => (x % Period, 0),
            TestPattern.Rows => (0, y % Period),
            _ => (x, y),
        };
        unchecked
        {
            uint hash = ((uint)x * 0x9E3779B1) ^ ((uint)y * 0x85EBCA77) ^ ((uint)channel * 0xC2B2AE3D) ^ (_seed * 0x27D4EB2F);
            hash = (hash ^ (hash >> 15)) * 0x2C1B3C6D;
            hash = (hash ^ (hash >> 12)) * 0x297A2D39;
            return hash ^ (hash >> 15);
        }
    }

    private sealed class PictureRows(ImageInfo info, double[] samples) : RowSource(info)
    {
        protected override void ReadNextRow(Span<byte> row, int y)
        {
            ReadOnlySpan<double> from = samples.AsSpan(y * Info.RowSamples, Info.RowSamples);
            for (int i = 0; i < from.Length; i++)
                switch (Info.Format.Sample)
                {
                    case SampleType.UInt8:
                        row[i] = (byte)from[i];
                        break;
                    case SampleType.UInt16:
                        MemoryMarshal.Cast<byte, ushort>(row)[i] = (ushort)from[i];
                        break;
                    default:
                        MemoryMarshal.Cast<byte, float>(row)[i] = (float)from[i];
                        break;
                }
        }

        protected override void CompleteRows()
        {
        }
    }
}
