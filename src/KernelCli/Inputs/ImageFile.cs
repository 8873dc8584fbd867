using KernelCli.Cli.Output;
using KernelCli.Cli.Paths;
using KernelCli.Codecs;
using KernelCli.Codecs.Frames;
using KernelCli.Codecs.Registry;
using KernelCli.Rows;

namespace KernelCli.Cli.Inputs;

/// <summary>Opens pictures by name.</summary>
internal static class ImageFile
{
    /// <summary>A file, or standard input.</summary>
    public static Stream OpenStream(string path)
    {
        if (path == StandardStreams.Name)
            return StandardStreams.OpenInput();
        return UndecodableNames.Contains(path)
            ? throw new IOException(UndecodableNames.Problem)
            : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
    }

    /// <summary>Opens a picture with its EXIF orientation applied.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">The decoding options; a file with several pictures is refused in any case.</param>
    public static IRowSource Open(string path, DecodeOptions options) => Open(OpenStream(path), options, out _);

    /// <summary>Opens a picture with its EXIF orientation applied, and returns the codec of its format.</summary>
    /// <param name="stream">The file; owned by the result.</param>
    /// <param name="options">The decoding options; a file with several pictures is refused in any case.</param>
    /// <param name="format">The codec of the recognised format.</param>
    public static IRowSource Open(Stream stream, DecodeOptions options, out ImageCodec format)
    {
        IRowSource source = ImageCodecs.Open(stream, options with { RejectMultiplePictures = true }, out format);
        try
        {
            return OrientedRowSource.Apply(source, options.Limits);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>Opens a file as a sequence of frames, and returns the codec of its format.</summary>
    /// <param name="stream">The file; owned by the result.</param>
    /// <param name="options">The decoding options; a format whose pictures are not read as frames is refused if it has several.</param>
    /// <param name="format">The codec of the recognised format.</param>
    public static FrameReader OpenFrames(Stream stream, DecodeOptions options, out ImageCodec format) =>
        ImageCodecs.OpenFrames(stream, options with { RejectMultiplePictures = true }, out format);

    /// <summary>Opens a frame with its EXIF orientation applied.</summary>
    public static IRowSource OpenFrame(FrameReader frames, int index, DecodeOptions options)
    {
        IRowSource frame = frames.Open(index);
        try
        {
            return OrientedRowSource.Apply(frame, options.Limits);
        }
        catch
        {
            frame.Dispose();
            throw;
        }
    }

    /// <summary>Opens a picture with its EXIF orientation applied and its alpha channel dropped.</summary>
    /// <inheritdoc cref="Open(string, DecodeOptions)"/>
    public static IRowSource OpenOpaque(string path, DecodeOptions options)
    {
        IRowSource source = Open(path, options);
        return source.Info.Format.HasAlpha ? new DropAlphaRowSource(source) : source;
    }
}
