using KernelCli.Chains;
using KernelCli.Chains.Parsing;
using KernelCli.Codecs;
using KernelCli.Codecs.Registry;
using KernelCli.Primitives;
using KernelCli.SlidingWindow;
using static KernelCli.Cli.Options.OutputEffect;

namespace KernelCli.Cli.Options;

/// <summary>The options of <c>apply</c>.</summary>
internal static class ApplyOptions
{
    private static readonly string[] JpegOnly = ["jpeg"];

    public static readonly OptionDefinition<string> Filters = new(["--filter", "-f", "-k", "--kernel"], Heading.Picture, "SPEC",
        "One step of the chain; repeat it ('kernelcli kernels list' shows all filters)", OptionReaders.Text, "", ChangesOutput)
    {
        IsRepeated = true,
        IsRequired = true,
        IsMain = true,
        Kind = CompletionKind.Filter,
        NamesFile = FilterParser.FileOf,
    };

    public static readonly OptionDefinition<string?> Output = new(["--output", "-o"], Heading.Output, "FILE",
        "Where the result goes; - is standard output (then --format is needed)", OptionReaders.Text, null, LeavesOutput)
    { Kind = CompletionKind.File, IsMain = true };

    public static readonly OptionDefinition<string?> OutputFolder = new(["--output-dir", "-O"], Heading.Output, "DIR",
        "A folder for results; paths below the inputs' folders are kept", OptionReaders.Text, null, LeavesOutput)
    { Kind = CompletionKind.Folder, IsMain = true };

    public static readonly SwitchDefinition InPlace = new(["--in-place"], Heading.Output, "Replace the inputs", LeavesOutput)
    { IsMain = true };

    public static readonly ChoiceDefinition<ChannelMode> Channels = new(["--channels"], Heading.Picture,
        "Filter the luma, or every colour channel", ChannelMode.Gray, ChangesOutput,
        ("gray", ChannelMode.Gray), ("color", ChannelMode.Color))
    { IsMain = true };

    public static readonly ChoiceDefinition<Luma> Luma = new(["--luma"], Heading.Picture, "What gray means", Primitives.Luma.Bt601,
        ChangesOutput,
        ("bt601", Primitives.Luma.Bt601), ("bt709", Primitives.Luma.Bt709), ("average", Primitives.Luma.Average),
        ("max", Primitives.Luma.Max), ("red", Primitives.Luma.Red), ("green", Primitives.Luma.Green), ("blue", Primitives.Luma.Blue));

    public static readonly ChoiceDefinition<AlphaMode> Alpha = new(["--alpha"], Heading.Picture,
        "Weight colours by alpha, keep alpha as it is, or drop it", AlphaMode.Auto, ChangesOutput,
        ("auto", AlphaMode.Auto), ("keep", AlphaMode.Keep), ("drop", AlphaMode.Drop));

    public static readonly OptionDefinition<Padding> Padding =
        new(["--padding"], Heading.Picture, GeometryText.PaddingForms, "How far kernels may reach outside",
        GeometryText.ParsePadding, SlidingWindow.Padding.Same, ChangesOutput)
        { IsMain = true };

    public static readonly OptionDefinition<Border> Border =
        new(["--border"], Heading.Picture, GeometryText.BorderForms, "What is found there",
        GeometryText.ParseBorder, SlidingWindow.Border.Replicate, ChangesOutput)
        { DefaultNote = "replicate", IsMain = true };

    public static readonly SwitchDefinition Convolve = new(["--convolve"], Heading.Picture,
        "Turn kernels by 180 degrees (the default is correlation)", ChangesOutput);

    public static readonly ChoiceDefinition<RangeMode> Range = new(["--range"], Heading.Picture,
        "How results outside the output range are brought in", RangeMode.Clip, ChangesOutput,
        ("clip", RangeMode.Clip), ("abs", RangeMode.Abs), ("mid", RangeMode.Mid), ("stretch", RangeMode.Stretch))
    { IsMain = true };

    public static readonly ChoiceDefinition<SampleType?> Depth = new(["--depth"], Heading.Output, "Sample type written", null,
        ChangesOutput, ("keep", null), ("8", SampleType.UInt8), ("16", SampleType.UInt16), ("f32", SampleType.Float32));

    public static readonly OptionDefinition<NoData?> NoData = new(["--nodata"], Heading.Picture, "V|nan|auto[:fill]",
        "Samples that hold no value, as stored; auto: what a TIFF names; fill: give them one", OptionReaders.NoData, null, ChangesOutput)
    { DefaultNote = "none" };

    public static readonly ChoiceDefinition<ImageCodec?> Format = new(["--format"], Heading.Output, "Output format", null, ChangesOutput,
        Formats())
    { DefaultNote = "from the output's extension", IsMain = true, OtherName = OfExtension };

    public static readonly OptionDefinition<int> Quality =
        new(["--quality"], Heading.Output, "1..100", "Quality of JPEG", OptionReaders.Integer(1, 100), EncodeOptions.Default.Quality,
            ChangesOutput)
        { IsMain = true, Formats = JpegOnly };

    public static readonly ChoiceDefinition<ChromaSubsampling> Subsampling =
        new(["--subsampling"], Heading.Output, "Colour samples of JPEG: a quarter of them, or all",
        ChromaSubsampling.Quarter, ChangesOutput, ("420", ChromaSubsampling.Quarter), ("444", ChromaSubsampling.None))
        { Formats = JpegOnly };

    public static readonly SwitchDefinition Optimize =
        new(["--optimize"], Heading.Output, "Give a JPEG Huffman tables of its own; keeps its coefficients in memory", ChangesOutput)
        { Formats = JpegOnly };

    public static readonly OptionDefinition<int> Restart = new(["--restart"], Heading.Output, "ROWS",
        "Restart markers in a JPEG, one every so many rows of blocks; 0 for none",
            OptionReaders.Integer(0, ushort.MaxValue), 0, ChangesOutput)
    { Formats = JpegOnly };

    public static readonly OptionDefinition<int> Compression =
        new(["--compression"], Heading.Output, "0..9", "Effort of lossless compression", OptionReaders.Integer(0, 9),
            EncodeOptions.Default.Compression, ChangesOutput)
        { Formats = ["png", "tiff", "webp", "tga"] };

    public static readonly ChoiceDefinition<TiffCompression> TiffCompression = new(["--tiff-compression"], Heading.Output,
        "Compression of TIFF", Codecs.TiffCompression.Deflate, ChangesOutput,
        ("none", Codecs.TiffCompression.None), ("lzw", Codecs.TiffCompression.Lzw), ("deflate", Codecs.TiffCompression.Deflate))
    { Formats = ["tiff"] };

    public static readonly ChoiceDefinition<bool> Metadata =
        new(["--metadata"], Heading.Output, "ICC, EXIF, XMP, resolution, texts; orientation is always applied to the pixels",
        true, ChangesOutput, ("keep", true), ("none", false));

    public static readonly SwitchDefinition NoClobber = new(["--no-clobber"], Heading.Output, "Fail where the output exists", LeavesOutput);

    public static readonly SwitchDefinition SkipExisting = new(["--skip-existing"], Heading.Output, "Do nothing where the output exists",
        LeavesOutput);

    public static readonly SwitchDefinition Update = new(["--update"], Heading.Output,
        "Do nothing unless the input is newer than the output", LeavesOutput);

    public static readonly SwitchDefinition DryRun = new(["--dry-run", "-n"], Heading.Messages,
        "Print the plan: steps, algorithms, output size, memory", LeavesOutput)
    { IsMain = true };

    public static readonly OptionDefinition<FrameSelection> Frames =
        new(["--frames"], Heading.Input, "all|first|last|N|A..B[,...]", "Pictures of a file with several, counted from 1",
            FrameSelection.Parse, FrameSelection.All, ChangesOutput)
        { DefaultNote = "all" };

    public static readonly OptionDefinition<Place> Where = new(["--where"], Heading.Picture, PlaceParser.Forms,
        "Filter only there and keep the rest: a rectangle, a mask (white is filtered) or a folder of masks with the inputs' names; "
            + "repeat it", PlaceParser.Parse, null!, ChangesOutput)
    {
        IsRepeated = true,
        DefaultNote = "everywhere",
        Kind = CompletionKind.File,
        NamesFile = text => (PlaceParser.Parse(text) as MaskPlace)?.Path,
    };

    public static readonly ChoiceDefinition<LightMode> Light = new(["--light"], Heading.Picture,
        "Filter the stored values, or linear light: bright things then stay as bright as they are", LightMode.Encoded, ChangesOutput,
        ("encoded", LightMode.Encoded), ("linear", LightMode.Linear));

    public static readonly SwitchDefinition FramesAsFiles =
        new(["--frames-as-files"], Heading.Output, "With -O, write each frame as a file of its own, NAME-N.EXT", LeavesOutput);

    public static readonly SwitchDefinition Lenient = new(["--lenient"], Heading.Input,
        "Decode damaged pictures as far as they go", ChangesOutput);

    public static readonly SwitchDefinition Json = new(["--json"], Heading.Messages,
        "What was done, or with -n the plan, as JSON lines on standard output", LeavesOutput);

    /// <summary>All of them, in the order that help shows.</summary>
    public static readonly OptionDefinition[] All =
    [
        Filters, Output, OutputFolder, InPlace, Channels, Luma, Alpha, Padding, Border, CommonOptions.Stride, Convolve, Range, Where, Light,
            NoData, Depth, Frames, FramesAsFiles, Format, Quality, Subsampling,
        Optimize, Restart, Compression, TiffCompression, Metadata, CommonOptions.Jobs, NoClobber, SkipExisting, Update, DryRun,
            CommonOptions.MaxPixels, CommonOptions.MaxMemory,
        CommonOptions.Decoder, Lenient, .. BatchOptions.All, CommonOptions.Quiet, CommonOptions.Verbose, Json, CommonOptions.Debug,
    ];

    // Every extension is a name of its format.
    private static ImageCodec? OfExtension(string name) =>
        name.Contains('.', StringComparison.Ordinal) ? null : ImageCodecs.ByExtension("." + name);

    // LINQ is avoided, because this runs before the first picture is opened and would delay it.
    private static (string Name, ImageCodec? Codec)[] Formats()
    {
        var formats = new (string, ImageCodec?)[ImageCodecs.All.Count];
        for (int i = 0; i < formats.Length; i++)
            formats[i] = (ImageCodecs.All[i].Name, ImageCodecs.All[i]);
        return formats;
    }
}
