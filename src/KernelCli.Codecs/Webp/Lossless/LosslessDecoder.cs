using System.Diagnostics;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Webp.Lossless;

/// <summary>
/// Decodes a lossless picture of WebP (RFC 9649, section 3). A pixel is a number with alpha in the highest byte, then red, green and
/// blue. The library decodes this format too, but reads on after the end of the data, and makes room for as many codes as a damaged
/// file says.
/// </summary>
internal sealed class LosslessDecoder
{
    /// <summary>Bytes before the first bit of the picture: the signature, the size and the version.</summary>
    public const int HeaderBytes = 5;

    private const int MaxCacheBits = 11;
    private const uint CacheHash = 0x1E35A7BD;

    // The distances 1 to 120 stand for neighbours: in the high 4 bits rows up, in the low ones 8 less columns to the left.
    private static ReadOnlySpan<byte> Neighbours =>
    [
        0x18, 0x07, 0x17, 0x19, 0x28, 0x06, 0x27, 0x29, 0x16, 0x1A, 0x26, 0x2A, 0x38, 0x05, 0x37, 0x39, 0x15, 0x1B, 0x36, 0x3A,
        0x25, 0x2B, 0x48, 0x04, 0x47, 0x49, 0x14, 0x1C, 0x35, 0x3B, 0x46, 0x4A, 0x24, 0x2C, 0x58, 0x45, 0x4B, 0x34, 0x3C, 0x03,
        0x57, 0x59, 0x13, 0x1D, 0x56, 0x5A, 0x23, 0x2D, 0x44, 0x4C, 0x55, 0x5B, 0x33, 0x3D, 0x68, 0x02, 0x67, 0x69, 0x12, 0x1E,
        0x66, 0x6A, 0x22, 0x2E, 0x54, 0x5C, 0x43, 0x4D, 0x65, 0x6B, 0x32, 0x3E, 0x78, 0x01, 0x77, 0x79, 0x53, 0x5D, 0x11, 0x1F,
        0x64, 0x6C, 0x42, 0x4E, 0x76, 0x7A, 0x21, 0x2F, 0x75, 0x7B, 0x31, 0x3F, 0x63, 0x6D, 0x52, 0x5E, 0x00, 0x74, 0x7C, 0x41,
        0x4F, 0x10, 0x20, 0x62, 0x6E, 0x30, 0x73, 0x7D, 0x51, 0x5F, 0x40, 0x72, 0x7E, 0x61, 0x6F, 0x50, 0x71, 0x7F, 0x60, 0x70,
    ];

    private readonly LosslessBits _bits;
    private readonly ImageLimits _limits;

    private LosslessDecoder(LosslessBits bits, ImageLimits limits) => (_bits, _limits) = (bits, limits);

    /// <summary>Decodes a picture.</summary>
    /// <param name="bits">The data, after the header.</param>
    /// <param name="width">Pixels of a row, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="limits">The limit on memory; that of the pixels is checked by the caller.</param>
    /// <exception cref="ImageFormatException">The picture is damaged or cut short.</exception>
    public static uint[] Decode(LosslessBits bits, int width, int height, ImageLimits limits)
    {
        var decoder = new LosslessDecoder(bits, limits);
        List<LosslessTransform> transforms = [];
        int storedWidth = width;
        while (bits.ReadFlag())
        {
            LosslessTransform transform = decoder.ReadTransform(storedWidth, height);
            if (transforms.Exists(earlier => earlier.Kind == transform.Kind))
                throw bits.Error("the same transform twice");
            transforms.Add(transform);
            storedWidth = transform.StoredWidth;
        }
        uint[] pixels = decoder.ReadImage(storedWidth, height, isMain: true);
        for (int i = transforms.Count - 1; i >= 0; i--)
            pixels = transforms[i].Undo(pixels, height);
        return pixels;
    }

    private LosslessTransform ReadTransform(int width, int height)
    {
        var kind = (TransformKind)_bits.Read(2);
        switch (kind)
        {
            case TransformKind.SubtractGreen:
                return new LosslessTransform(kind, width, 0, []);
            case TransformKind.ColorIndexing:
                uint[] colors = ReadImage(_bits.Read(8) + 1, 1, isMain: false);
                for (int i = 1; i < colors.Length; i++)
                    colors[i] = LosslessTransform.Add(colors[i], colors[i - 1]);
                return new LosslessTransform(kind, width, colors.Length switch { > 16 => 0, > 4 => 1, > 2 => 2, _ => 3 }, colors);
            default:
                int blockBits = _bits.Read(3) + 2;
                return new LosslessTransform(kind, width, blockBits,
                    ReadImage(Blocks(width, blockBits), Blocks(height, blockBits), isMain: false));
        }
    }

    // Only the main picture has groups of codes, which are an image themselves.
    private uint[] ReadImage(int width, int height, bool isMain)
    {
        int cacheBits = _bits.ReadFlag() ? _bits.Read(4) : 0;
        if (cacheBits > MaxCacheBits)
            throw _bits.Error($"a cache of 2 to the power of {cacheBits} colours");
        uint[]? blocks = null;
        int blockBits = 0;
        if (isMain && _bits.ReadFlag())
        {
            blockBits = _bits.Read(3) + 2;
            blocks = ReadImage(Blocks(width, blockBits), Blocks(height, blockBits), isMain: false);
        }
        var groups = new PrefixGroups(_bits, cacheBits == 0 ? 0 : 1 << cacheBits, blocks, blockBits, Blocks(width, blockBits), _limits);
        return ReadPixels(width, height, groups, cacheBits);
    }

    private uint[] ReadPixels(int width, int height, PrefixGroups groups, int cacheBits)
    {
        uint[] pixels = new uint[width * height], cache = new uint[1 << cacheBits];
        PrefixGroup group = groups.At(0, 0);
        int mask = groups.ColumnMask, x = 0, y = 0;
        for (int i = 0; i < pixels.Length;)
        {
            if ((x & mask) == 0)
                group = groups.At(x, y);
            int symbol = group.Green.ReadSymbol(_bits), count = 1;
            if (symbol < PrefixGroups.Levels)
            {
                int red = group.Red.ReadSymbol(_bits), blue = group.Blue.ReadSymbol(_bits), alpha = group.Alpha.ReadSymbol(_bits);
                pixels[i] = ((uint)alpha << 24) | ((uint)red << 16) | ((uint)symbol << 8) | (uint)blue;
            }
            else if (symbol < PrefixGroups.Levels + PrefixGroups.Lengths)
            {
                count = ReadNumber(symbol - PrefixGroups.Levels);
                int distance = DistanceOf(ReadNumber(group.Distance.ReadSymbol(_bits)), width);
                if (distance > i || count > pixels.Length - i)
                    throw _bits.Error($"{count} pixels from {distance} before, after {i} of {pixels.Length}");
                for (int k = i; k < i + count; k++)
                    pixels[k] = pixels[k - distance];
            }
            else
            {
                Debug.Assert(cacheBits > 0, "other symbols exist only with a cache");
                pixels[i] = cache[symbol - PrefixGroups.Levels - PrefixGroups.Lengths];
            }
            if (cacheBits > 0)
                for (int k = i; k < i + count; k++)
                    cache[(CacheHash * pixels[k]) >> (32 - cacheBits)] = pixels[k];
            i += count;
            x += count;
            if (x < width)
            {
                // A run may end inside a block that it did not begin in.
                if (count > 1)
                    group = groups.At(x, y);
                continue;
            }
            (y, x) = (y + (x / width), x % width);
            if (i < pixels.Length)
                group = groups.At(x, y);
        }
        return pixels;
    }

    // RFC 9649, 3.6.2.2: small numbers are symbols, larger ones a symbol for the first two bits, then the others.
    private int ReadNumber(int symbol)
    {
        if (symbol < 4)
            return symbol + 1;
        int bits = (symbol - 2) >> 1;
        return ((2 + (symbol & 1)) << bits) + _bits.Read(bits) + 1;
    }

    private static int DistanceOf(int number, int width)
    {
        if (number > Neighbours.Length)
            return number - Neighbours.Length;
        int neighbour = Neighbours[number - 1];
        return Math.Max(1, ((neighbour >> 4) * width) + 8 - (neighbour & 15));
    }

    private static int Blocks(int size, int bits) => (size + (1 << bits) - 1) >> bits;
}
