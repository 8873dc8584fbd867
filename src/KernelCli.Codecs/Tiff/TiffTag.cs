namespace KernelCli.Codecs.Tiff;

/// <summary>The numbers of the fields that are read or written (TIFF 6.0, its supplements, and private tags in common use).</summary>
internal enum TiffTag : ushort
{
    SubfileType = 254,
    Width = 256,
    Height = 257,
    BitsPerSample = 258,
    Compression = 259,
    Photometric = 262,
    FillOrder = 266,
    DocumentName = 269,
    Description = 270,
    Make = 271,
    Model = 272,
    StripOffsets = 273,
    Orientation = 274,
    SamplesPerPixel = 277,
    RowsPerStrip = 278,
    StripLengths = 279,
    ResolutionX = 282,
    ResolutionY = 283,
    Planar = 284,
    Group3Options = 292,
    Group4Options = 293,
    ResolutionUnit = 296,
    PageNumber = 297,
    Software = 305,
    DateTime = 306,
    Artist = 315,
    Predictor = 317,
    ColorMap = 320,
    TileWidth = 322,
    TileHeight = 323,
    TileOffsets = 324,
    TileLengths = 325,
    InkSet = 332,
    ExtraSamples = 338,
    SampleFormat = 339,
    JpegTables = 347,
    OldJpegStream = 513,
    OldJpegStreamLength = 514,
    OldJpegRestartInterval = 515,
    OldJpegQuantisers = 519,
    OldJpegDcTables = 520,
    OldJpegAcTables = 521,
    LumaCoefficients = 529,
    ChromaSubsampling = 530,
    ReferenceBlackWhite = 532,
    Xmp = 700,
    Copyright = 33432,
    ModelPixelScale = 33550,
    Iptc = 33723,
    ModelTiepoint = 33922,
    ModelTransformation = 34264,
    Photoshop = 34377,
    Exif = 34665,
    IccProfile = 34675,
    GeoKeyDirectory = 34735,
    GeoDoubleParams = 34736,
    GeoAsciiParams = 34737,
    Gps = 34853,
    GdalMetadata = 42112,
    GdalNoData = 42113,
}

/// <summary>The types of values.</summary>
internal enum TiffType : ushort
{
    Byte = 1,
    Ascii = 2,
    Short = 3,
    Long = 4,
    Rational = 5,
    SignedByte = 6,
    Undefined = 7,
    SignedShort = 8,
    SignedLong = 9,
    SignedRational = 10,
    Float = 11,
    Double = 12,
    Directory = 13,
    Long8 = 16,
    SignedLong8 = 17,
    Directory8 = 18,
}

/// <summary>What the samples of a pixel mean.</summary>
internal enum TiffPhotometric
{
    WhiteIsZero = 0,
    BlackIsZero = 1,
    Rgb = 2,
    Palette = 3,
    Mask = 4,
    Cmyk = 5,
    YCbCr = 6,
}

/// <summary>How the numbers of samples are stored.</summary>
internal enum TiffSampleFormat
{
    Unsigned = 1,
    Signed = 2,
    Float = 3,
    Undefined = 4,
}
