using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs;

/// <summary>A file format: how it is recognised, read and written.</summary>
public abstract class ImageCodec
{
    /// <summary>The name that options use, in lower case.</summary>
    public abstract string Name { get; }

    /// <summary>File name endings with their dot, in lower case; the first is the usual one.</summary>
    public abstract ReadOnlySpan<string> Extensions { get; }

    /// <summary>Whether a file that starts with these bytes (16, or fewer where it is shorter) is of this format.</summary>
    public abstract bool Recognises(ReadOnlySpan<byte> head);

    /// <summary>The sample types that can be written, the preferred one first.</summary>
    public abstract ReadOnlySpan<SampleType> WritableSamples { get; }

    /// <summary>Whether samples of a type can be written.</summary>
    public bool CanWrite(SampleType sample)
    {
        foreach (SampleType writable in WritableSamples)
            if (writable == sample)
                return true;
        return false;
    }

    /// <summary>Whether pixels of a layout can be written as they are.</summary>
    public virtual bool CanWrite(PixelLayout layout) => true;

    /// <summary>Reads the header, and then the rows as they are asked for.</summary>
    /// <param name="stream">The file, at its first byte; owned by the result.</param>
    /// <param name="options">Limits.</param>
    /// <exception cref="ImageFormatException">The file is damaged.</exception>
    /// <exception cref="UnsupportedImageException">It uses what is not supported.</exception>
    /// <exception cref="ImageLimitException">It is larger than the limits allow.</exception>
    public abstract IRowSource Open(Stream stream, DecodeOptions options);

    /// <summary>Starts a file; rows follow.</summary>
    /// <param name="stream">Where it goes; left open.</param>
    /// <param name="info">Size, format and metadata; of a sample type and layout that can be written.</param>
    /// <param name="options">Compression and metadata.</param>
    /// <exception cref="ArgumentException">It is of another.</exception>
    public IRowSink Create(Stream stream, ImageInfo info, EncodeOptions options) =>
        CanWrite(info.Format.Sample) && CanWrite(info.Format.Layout)
        ? CreateSink(stream, info, options)
        : throw new ArgumentException($"{Name} holds no pixels of {info.Format}", nameof(info));

    /// <summary>Starts a file of pixels that can be written.</summary>
    protected abstract IRowSink CreateSink(Stream stream, ImageInfo info, EncodeOptions options);
}
