using KernelCli.Cli.Output;
using KernelCli.Cli.Paths;
using KernelCli.Codecs;
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

    /// <summary>A picture as it is meant to be seen.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How it is decoded.</param>
    public static IRowSource Open(string path, DecodeOptions options) => Open(OpenStream(path), options, out _);

    /// <summary>A picture as it is meant to be seen, and the format of its file.</summary>
    /// <param name="stream">The file; owned by the result.</param>
    /// <param name="options">How it is decoded.</param>
    /// <param name="format">Its format.</param>
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

    /// <summary>A picture as it is meant to be seen, without alpha.</summary>
    /// <inheritdoc cref="Open(string, DecodeOptions)"/>
    public static IRowSource OpenOpaque(string path, DecodeOptions options)
    {
        IRowSource source = Open(path, options);
        return source.Info.Format.HasAlpha ? new DropAlphaRowSource(source) : source;
    }
}
