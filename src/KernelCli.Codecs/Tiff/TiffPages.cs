using System.Runtime.ExceptionServices;
using KernelCli.Codecs.Frames;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Tiff;

/// <summary>The pages of a file, one for each directory of the main chain.</summary>
internal sealed class TiffPages : FrameReader
{
    // What stands for a page that cannot be read.
    private static readonly Frame Unreadable =
        new(new ImageInfo(1, 1, new PixelFormat(PixelLayout.Gray, SampleType.UInt8)), FrameDelay.Zero);

    private readonly TiffFile _file;
    private readonly DecodeOptions _options;
    private readonly List<long> _directories;
    private readonly Frame[] _frames;

    /// <summary>Reads the fields of all pages. One that cannot be read is an error only when it is opened, unless none can be.</summary>
    /// <inheritdoc cref="ImageCodec.Open"/>
    public TiffPages(Stream stream, DecodeOptions options)
    {
        _options = options;
        _file = new TiffFile(stream, options.Limits);
        _directories = TiffDirectoryChain.Find(_file, options);
        var metadata = new TiffMetadataReader(options);
        _frames = new Frame[_directories.Count];
        Exception? problem = null;
        for (int i = 0; i < _frames.Length; i++)
        {
            try
            {
                TiffPicture picture = ReadPicture(i);
                _frames[i] = new Frame(picture.Info with { Metadata = metadata.Read(picture) }, FrameDelay.Zero);
            }
            catch (Exception exception) when (exception is ImageFormatException or UnsupportedImageException or ImageLimitException)
            {
                // Other pages can be read; this one throws again when it is opened.
                problem ??= exception;
                _frames[i] = Unreadable;
            }
        }
        if (problem is not null && Array.TrueForAll(_frames, frame => ReferenceEquals(frame, Unreadable)))
            ExceptionDispatchInfo.Throw(problem);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Frame> Frames => _frames;

    /// <summary>Opens the first page; the metadata tells how many there are.</summary>
    /// <inheritdoc cref="ImageCodec.Open"/>
    public static IRowSource OpenFirst(Stream stream, DecodeOptions options)
    {
        var file = new TiffFile(stream, options.Limits);
        List<long> directories = TiffDirectoryChain.Find(file, options);
        options.CheckPictureCount(directories.Count, TiffFile.Format, "for instance with tiffsplit");
        var picture = new TiffPicture(file, new TiffDirectory(file, directories[0]), options.Limits);
        ImageMetadata metadata = new TiffMetadataReader(options).Read(picture) with { Frames = directories.Count };
        return new TiffDecoder(picture, metadata, options, file);
    }

    /// <inheritdoc/>
    private protected override IRowSource OpenFrame(int index) =>
        new TiffDecoder(ReadPicture(index), _frames[index].Info.Metadata, _options, owned: null);

    /// <inheritdoc/>
    private protected override void Dispose(bool disposing) => _file.Dispose();

    private TiffPicture ReadPicture(int index) => new(_file, new TiffDirectory(_file, _directories[index]), _options.Limits);
}
