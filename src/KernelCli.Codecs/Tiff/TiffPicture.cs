using KernelCli.Primitives;

namespace KernelCli.Codecs.Tiff;

/// <summary>What the fields of a directory say of a picture's samples and of how they are stored, checked against the limits.</summary>
internal sealed class TiffPicture
{
    private const int MostSamples = 4096;

    /// <summary>Reads the fields; the places and lengths of strips, tables and metadata are read later.</summary>
    /// <exception cref="ImageFormatException">A field is missing or wrong.</exception>
    /// <exception cref="UnsupportedImageException">The picture uses what is not supported.</exception>
    /// <exception cref="ImageLimitException">The picture exceeds the limits.</exception>
    public TiffPicture(TiffFile file, TiffDirectory directory, ImageLimits limits)
    {
        (File, Directory) = (file, directory);
        Width = Side(TiffTag.Width, limits, out long width);
        Height = Side(TiffTag.Height, limits, out long height);
        limits.CheckPixels(Math.Min(width, int.MaxValue), Math.Min(height, int.MaxValue));
        limits.CheckRow(width, 1);
        Scheme = TiffSchemes.Check(directory.Number(TiffTag.Compression) ?? 1);
        Samples = (int)InRange(TiffTag.SamplesPerPixel, directory.Number(TiffTag.SamplesPerPixel) ?? 1, 1, MostSamples);
        Bits = (int)InRange(TiffTag.BitsPerSample, Common(TiffTag.BitsPerSample, 1, "depths"), 1, 64);
        Numbers = (TiffSampleFormat)Common(TiffTag.SampleFormat, 1, "formats") is var format and not TiffSampleFormat.Undefined
            ? format : TiffSampleFormat.Unsigned;
        Photometric = ReadPhotometric();
        IsPlanar = Samples > 1 && directory.Number(TiffTag.Planar) == 2;
        if (IsPlanar && Scheme is TiffScheme.OldJpeg && TiffOldJpeg.IsOneStream(directory))
            throw new UnsupportedImageException(
                "a TIFF of planes in one old-style JPEG file: compress it anew first, for instance with tiffcp");
        ReversesBits = directory.Number(TiffTag.FillOrder) == 2;
        Prediction = Scheme is TiffScheme.Lzw or TiffScheme.Deflate or TiffScheme.EarlyDeflate
            ? (TiffPrediction)(directory.Number(TiffTag.Predictor) ?? 1) : TiffPrediction.None;
        bool isJpeg = Scheme is TiffScheme.Jpeg or TiffScheme.OldJpeg;
        HasLuma = Photometric is TiffPhotometric.YCbCr
            && (IsPlanar || !isJpeg || (Scheme is TiffScheme.OldJpeg && !TiffOldJpeg.IsOneStream(directory)));
        if (HasLuma && !isJpeg)
            ReadSubsampling();
        (AlphaSample, IsAssociated) = FindAlpha();
        CheckNumbers();
        int stored = Math.Max(1, ((IsPlanar ? 1 : Samples) * Bits + 7) / 8);
        Info = new ImageInfo(CheckedWidth(limits, stored), Height, FormatOfResult());
        ChunkWidth = Width;
        ReadChunkSides();
    }

    public TiffFile File { get; }

    public TiffDirectory Directory { get; }

    public int Width { get; }

    public int Height { get; }

    /// <summary>The size and format of the result, without metadata.</summary>
    public ImageInfo Info { get; }

    public TiffScheme Scheme { get; }

    /// <summary>Samples of a pixel, with those that are not read.</summary>
    public int Samples { get; }

    /// <summary>Bits of a sample, 1 to 64.</summary>
    public int Bits { get; }

    public TiffSampleFormat Numbers { get; }

    public TiffPhotometric Photometric { get; }

    /// <summary>Whether gray is stored with zero as white.</summary>
    public bool HasWhiteZero => Photometric is TiffPhotometric.WhiteIsZero;

    /// <summary>Whether the samples of the result are the numbers that are stored, not scaled, turned or looked up in a palette.</summary>
    public bool HoldsNumbersAsStored => Numbers is not TiffSampleFormat.Unsigned
        || (Bits is 8 or 16 or > 16 && Photometric is TiffPhotometric.BlackIsZero or TiffPhotometric.Rgb);

    /// <summary>Whether each sample has strips or tiles of its own.</summary>
    public bool IsPlanar { get; }

    /// <summary>Whether the bits of a byte are stored from the least significant one.</summary>
    public bool ReversesBits { get; }

    public TiffPrediction Prediction { get; }

    /// <summary>
    /// Whether decompressed samples are luma and chroma; JPEG data is decompressed to RGB, except data without a header of its own.
    /// </summary>
    public bool HasLuma { get; }

    /// <summary>Pixels to a pair of chroma samples along a row; 1 where JPEG data is inside, which has its own subsampling.</summary>
    public int ChromaX { get; private set; } = 1;

    /// <summary>Pixels to a pair of chroma samples down a column.</summary>
    public int ChromaY { get; private set; } = 1;

    /// <summary>Whether chroma samples are fewer than pixels.</summary>
    public bool IsSubsampled => ChromaX * ChromaY > 1;

    /// <summary>Which sample is alpha, or -1.</summary>
    public int AlphaSample { get; }

    /// <summary>Whether colours are multiplied by alpha.</summary>
    public bool IsAssociated { get; }

    /// <summary>Samples of colour, which come first.</summary>
    public int ColorSamples => Photometric switch
    {
        TiffPhotometric.Rgb or TiffPhotometric.YCbCr => 3,
        TiffPhotometric.Cmyk => 4,
        _ => 1,
    };

    /// <summary>Whether there are tiles instead of strips.</summary>
    public bool IsTiled { get; private set; }

    /// <summary>Pixels of a tile's row; of a strip's, the picture's width.</summary>
    public int ChunkWidth { get; private set; }

    /// <summary>Rows of a strip or tile; the last strip may have fewer.</summary>
    public int ChunkHeight { get; private set; }

    /// <summary>Strips or tiles side by side.</summary>
    public int ChunksAcross => ((Width - 1) / ChunkWidth) + 1;

    /// <summary>Strips or tiles one below the other.</summary>
    public int ChunksDown => ((Height - 1) / ChunkHeight) + 1;

    /// <summary>Bytes of a stored row of a strip or tile: of all samples, or of one where they are planar.</summary>
    public int ChunkRowBytes => (int)((((long)ChunkWidth * (IsPlanar ? 1 : Samples) * Bits) + 7) / 8);

    /// <summary>The rows that a strip or tile has.</summary>
    public int RowsOf(int chunkRow) => IsTiled ? ChunkHeight : Math.Min(ChunkHeight, Height - (chunkRow * ChunkHeight));

    private int Side(TiffTag tag, ImageLimits limits, out long side)
    {
        side = InRange(tag, Directory.Number(tag) ?? throw Directory.Damage(tag, "is missing"), 1, uint.MaxValue);
        if (side > int.MaxValue)
            limits.CheckPixels(int.MaxValue, int.MaxValue);
        return (int)Math.Min(side, int.MaxValue);
    }

    private int CheckedWidth(ImageLimits limits, int storedBytes)
    {
        const int mostResultBytes = 16;
        limits.CheckRow(Width, Math.Max(storedBytes, mostResultBytes));
        return (long)Width * storedBytes <= int.MaxValue
            ? Width : throw new ImageLimitException("bytes in a row", int.MaxValue, (long)Width * storedBytes, "crop the picture");
    }

    private long InRange(TiffTag tag, long value, long min, long max) =>
        value >= min && value <= max ? value : throw Directory.Damage(tag, $"is {value}, which must be from {min} to {max}");

    // A field with one value for each sample, which must be the same for all.
    private long Common(TiffTag tag, long otherwise, string what)
    {
        const int mostShown = 8;
        long[] values = Directory.Numbers(tag, Samples);
        if (Array.Exists(values, value => value != values[0]))
            throw new UnsupportedImageException(
                $"a TIFF whose samples have different {what} ({string.Join(", ", values.Take(mostShown))})");
        return values is [var first, ..] ? first : otherwise;
    }

    private TiffPhotometric ReadPhotometric()
    {
        long number = Directory.Number(TiffTag.Photometric)
            ?? (long)(Samples >= 3 ? TiffPhotometric.Rgb : Scheme.IsFax() ? TiffPhotometric.WhiteIsZero : TiffPhotometric.BlackIsZero);
        string? name = number switch
        {
            >= 0 and <= 6 => null,
            8 => "CIE L*a*b*",
            9 => "ICC L*a*b*",
            10 => "ITU L*a*b*",
            32803 => "colour filter array",
            32844 => "LogL",
            32845 => "LogLuv",
            34892 => "linear raw",
            51177 => "depth map",
            _ => "unknown",
        };
        if (name is not null)
            throw new UnsupportedImageException(
                $"a TIFF with {name} samples (photometric interpretation {number}): convert it to RGB first");
        return (TiffPhotometric)number;
    }

    private void ReadSubsampling()
    {
        long[] factors = Directory.Numbers(TiffTag.ChromaSubsampling, 2);
        if (factors.Length < 2)
            factors = [2, 2];
        if (factors[0] is not (1 or 2 or 4) || factors[1] is not (1 or 2 or 4))
            throw Directory.Damage(TiffTag.ChromaSubsampling, $"is {factors[0]}, {factors[1]}; factors are 1, 2 or 4");
        (ChromaX, ChromaY) = ((int)factors[0], (int)factors[1]);
        if (IsSubsampled && (IsPlanar || Samples != 3 || Bits != 8 || Prediction is not TiffPrediction.None))
            throw new UnsupportedImageException("a TIFF with subsampled chroma that is planar, not of 8 bits, predicted or with alpha");
    }

    // Kinds of extra samples: 1 is alpha that colours are multiplied by, 2 alpha, 0 something else.
    private (int Sample, bool IsAssociated) FindAlpha()
    {
        if (Samples < ColorSamples)
            throw Directory.Damage(TiffTag.SamplesPerPixel, $"is {Samples}, which must be {ColorSamples} or more for these colours");
        long[] kinds = Directory.Numbers(TiffTag.ExtraSamples, Samples - ColorSamples);
        int index = Array.FindIndex(kinds, kind => kind is 1 or 2);
        return index < 0 ? (-1, false) : (ColorSamples + index, kinds[index] == 1);
    }

    private void CheckNumbers()
    {
        bool isPlain = Photometric is TiffPhotometric.WhiteIsZero or TiffPhotometric.BlackIsZero or TiffPhotometric.Rgb
            or TiffPhotometric.Mask;
        bool isKnown = Numbers switch
        {
            TiffSampleFormat.Unsigned => Bits <= 16 || (isPlain && Bits is <= 32 or 64),
            TiffSampleFormat.Signed => isPlain && Bits is (>= 2 and <= 32) or 64,
            TiffSampleFormat.Float => isPlain && Bits is 16 or 24 or 32 or 64,
            _ => false,
        };
        isKnown &= Scheme switch
        {
            TiffScheme.Jpeg or TiffScheme.OldJpeg => Bits == 8 && Numbers is TiffSampleFormat.Unsigned,
            _ when Scheme.IsFax() => Bits == 1 && (Samples == 1 || IsPlanar),
            _ => true,
        };
        if (!isKnown || (Photometric is TiffPhotometric.YCbCr && Bits != 8))
            throw new UnsupportedImageException($"a TIFF of {Photometric} samples of {Bits} bits ({Numbers}, {Scheme})");
        if (Photometric is TiffPhotometric.Cmyk && Directory.Number(TiffTag.InkSet) is > 1)
            throw new UnsupportedImageException("a TIFF of inks other than cyan, magenta, yellow and black");
        bool isPredictable = Prediction switch
        {
            TiffPrediction.None => true,
            TiffPrediction.Horizontal => Bits is 8 or 16 or 32 or 64,
            TiffPrediction.FloatingPoint => Numbers is TiffSampleFormat.Float,
            _ => false,
        };
        if (!isPredictable)
            throw new UnsupportedImageException($"a TIFF with predictor {(int)Prediction} for samples of {Bits} bits ({Numbers})");
    }

    private PixelFormat FormatOfResult()
    {
        SampleType sample = Numbers is not TiffSampleFormat.Unsigned || Bits > 16 ? SampleType.Float32
            : Bits <= 8 || Photometric is TiffPhotometric.Palette ? SampleType.UInt8 : SampleType.UInt16;
        bool isGray = Photometric is TiffPhotometric.WhiteIsZero or TiffPhotometric.BlackIsZero or TiffPhotometric.Mask;
        return new PixelFormat((isGray, AlphaSample >= 0) switch
        {
            (true, false) => PixelLayout.Gray,
            (true, true) => PixelLayout.GrayAlpha,
            (false, false) => PixelLayout.Rgb,
            _ => PixelLayout.Rgba,
        }, sample);
    }

    private void ReadChunkSides()
    {
        if (Scheme is TiffScheme.OldJpeg && TiffOldJpeg.IsOneStream(Directory))
        {
            ChunkHeight = Height;
            return;
        }
        IsTiled = Directory.TryGet(TiffTag.TileWidth, out _) || Directory.TryGet(TiffTag.TileOffsets, out _);
        if (!IsTiled)
        {
            ChunkHeight = (int)Math.Min(Height, Directory.Number(TiffTag.RowsPerStrip) is > 0 and var rows ? rows : Height);
            return;
        }
        ChunkWidth = (int)InRange(TiffTag.TileWidth, Directory.Number(TiffTag.TileWidth) ?? 0, 1, int.MaxValue);
        ChunkHeight = (int)InRange(TiffTag.TileHeight, Directory.Number(TiffTag.TileHeight) ?? 0, 1, int.MaxValue);
        long bits = (long)ChunkWidth * (IsPlanar ? 1 : Samples) * Bits;
        if (bits > int.MaxValue || bits % 8 != 0 || ChunkWidth % ChromaX != 0 || ChunkHeight % ChromaY != 0)
            throw Directory.Damage(TiffTag.TileWidth, $"is {ChunkWidth}, which must be a multiple of 16");
    }
}
