using KernelCli.Codecs.Frames;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs;

/// <summary>A file format: how it is recognised, read and written.</summary>
public abstract class ImageCodec
{
    /// <summary>The name that options use, in lower case.</summary>
    public abstract string Name { get; }

    /// <summary>File name extensions with the dot, in lower case; the first is the usual one.</summary>
    public abstract ReadOnlySpan<string> Extensions { get; }

    /// <summary>Whether a file that starts with these bytes (16, or all of a shorter file) is of this format.</summary>
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

    /// <summary>Reads the header and returns a source that decodes rows as they are requested.</summary>
    /// <param name="stream">The file, at its first byte; owned by the result.</param>
    /// <param name="options">Limits and other options.</param>
    /// <exception cref="ImageFormatException">The file is damaged.</exception>
    /// <exception cref="UnsupportedImageException">The file uses a feature that is not supported.</exception>
    /// <exception cref="ImageLimitException">The picture exceeds the limits.</exception>
    public abstract IRowSource Open(Stream stream, DecodeOptions options);

    /// <summary>Whether a file can store several pictures of which each is a page, with a size and a pixel format of its own.</summary>
    public virtual bool StoresPages => false;

    /// <summary>Whether a file can store an animation: several pictures of one size, each with a delay.</summary>
    public virtual bool StoresAnimations => false;

    /// <summary>Whether a file usually holds no picture but other numbers, so that a search for pictures leaves it out.</summary>
    public virtual bool StoresArrays => false;

    /// <summary>Opens a file as a sequence of frames; by default the one picture that <see cref="Open"/> reads.</summary>
    /// <inheritdoc cref="Open"/>
    public virtual FrameReader OpenFrames(Stream stream, DecodeOptions options) => new SingleFrameReader(Open(stream, options));

    /// <summary>Starts a file of several frames.</summary>
    /// <param name="stream">Where it goes; left open.</param>
    /// <param name="sequence">The number of frames and plays; more than one frame only where the format stores several.</param>
    /// <param name="options">Compression and metadata.</param>
    /// <exception cref="ArgumentException">The format stores one picture in a file.</exception>
    public FrameWriter CreateFrames(Stream stream, FrameSequence sequence, EncodeOptions options)
    {
        if (sequence.Count > 1 && !StoresPages && !StoresAnimations)
            throw new ArgumentException($"{Name} stores one picture in a file", nameof(sequence));
        FrameWriter writer = CreateWriter(stream, sequence, options);
        writer.CheckFormat = CheckFormat;
        return writer;
    }

    /// <summary>Starts a file and returns a sink for its rows.</summary>
    /// <param name="stream">Where it goes; left open.</param>
    /// <param name="info">Size, pixel format and metadata; the sample type and layout must be ones that can be written.</param>
    /// <param name="options">Compression and metadata.</param>
    /// <exception cref="ArgumentException">The format cannot store the sample type or layout.</exception>
    public IRowSink Create(Stream stream, ImageInfo info, EncodeOptions options)
    {
        CheckFormat(info);
        return CreateSink(stream, info, options);
    }

    /// <summary>Starts a file whose sample type and layout are known to be writable.</summary>
    protected abstract IRowSink CreateSink(Stream stream, ImageInfo info, EncodeOptions options);

    /// <summary>Starts a file of frames, of several only if the format stores them; by default of the one that a sink takes.</summary>
    protected virtual FrameWriter CreateWriter(Stream stream, FrameSequence sequence, EncodeOptions options) =>
        new SingleFrameWriter(info => CreateSink(stream, info, options));

    private void CheckFormat(ImageInfo info)
    {
        if (!CanWrite(info.Format.Sample) || !CanWrite(info.Format.Layout))
            throw new ArgumentException($"{Name} holds no pixels of {info.Format}", nameof(info));
    }
}
