using KernelCli.Codecs.Frames;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs;

/// <summary>A file format: how it is recognised, read and written.</summary>
public abstract class ImageCodec
{
    private protected ImageCodec()
    {
    }

    /// <summary>The name that options use, in lower case.</summary>
    public abstract string Name { get; }

    /// <summary>File name extensions with the dot, in lower case; the first is the usual one.</summary>
    public abstract ReadOnlySpan<string> Extensions { get; }

    /// <summary>Whether a file that starts with these bytes (16, or all of a shorter file) is of this format.</summary>
    internal abstract bool Recognises(ReadOnlySpan<byte> head);

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
    internal abstract IRowSource Open(Stream stream, DecodeOptions options);

    /// <summary>Whether a file can store several pictures of which each is a page, with a size and a pixel format of its own.</summary>
    public virtual bool StoresPages => false;

    /// <summary>Whether a file can store an animation: several pictures of one size, each with a delay.</summary>
    public virtual bool StoresAnimations => false;

    /// <summary>Whether a file usually holds no picture but other numbers, so that a search for pictures leaves it out.</summary>
    internal virtual bool StoresArrays => false;

    /// <summary>Opens a file as a sequence of frames; by default the one picture that <see cref="Open"/> reads.</summary>
    /// <inheritdoc cref="Open"/>
    internal virtual FrameReader OpenFrames(Stream stream, DecodeOptions options) => new SingleFrameReader(Open(stream, options));

    /// <summary>Starts a file of several frames.</summary>
    /// <param name="stream">Where it goes; left open.</param>
    /// <param name="sequence">The number of frames and plays; more than one frame only where the format stores several.</param>
    /// <param name="options">Compression and metadata; null for the default.</param>
    /// <exception cref="ArgumentNullException">The stream is null.</exception>
    /// <exception cref="ArgumentException">The format stores one picture in a file, or no frame is announced.</exception>
    public FrameWriter CreateFrames(Stream stream, FrameSequence sequence, EncodeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (sequence.Count < 1 || sequence.Plays < 0)
            throw new ArgumentException("a file has 1 frame or more, and plays 0 times (for ever) or more", nameof(sequence));
        if (sequence.Count > 1 && !StoresPages && !StoresAnimations)
            throw new ArgumentException($"{Name} stores one picture in a file", nameof(sequence));
        FrameWriter writer = CreateWriter(stream, sequence, options ?? EncodeOptions.Default);
        writer.CheckFormat = CheckFormat;
        return writer;
    }

    /// <summary>Starts a file and returns a sink for its rows.</summary>
    /// <param name="stream">Where it goes; left open.</param>
    /// <param name="info">Size, pixel format and metadata; the sample type and layout must be ones that can be written.</param>
    /// <param name="options">Compression and metadata; null for the default.</param>
    /// <exception cref="ArgumentNullException">The stream or the description is null.</exception>
    /// <exception cref="ArgumentException">The format cannot store the sample type or layout.</exception>
    /// <exception cref="ImageLimitException">The format cannot store so large a picture, or the limits do not allow it.</exception>
    public IRowSink Create(Stream stream, ImageInfo info, EncodeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(info);
        CheckFormat(info);
        return CreateSink(stream, info, options ?? EncodeOptions.Default);
    }

    /// <summary>Writes a picture as a whole file, upright: its orientation is applied to the pixels.</summary>
    /// <param name="stream">Where it goes; left open.</param>
    /// <param name="rows">The picture, at its first row; left open, and completed after the last row.</param>
    /// <param name="options">Compression and metadata; null for the default.</param>
    /// <param name="cancellation">Checked before each row; the file is then incomplete.</param>
    /// <exception cref="ArgumentNullException">The stream or the picture is null.</exception>
    /// <exception cref="ArgumentException">The format cannot store the sample type or layout.</exception>
    /// <exception cref="ImageLimitException">The format cannot store so large a picture, or the limits do not allow it.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public void Write(Stream stream, IRowSource rows, EncodeOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        IRowSource upright = OrientedRowSource.Apply(rows, (options ?? EncodeOptions.Default).Limits);
        using IRowSink sink = Create(stream, upright.Info, options);
        RowPump.Run(upright, sink, cancellation);
    }

    /// <summary>Starts a file whose sample type and layout are known to be writable.</summary>
    private protected abstract IRowSink CreateSink(Stream stream, ImageInfo info, EncodeOptions options);

    /// <summary>Starts a file of frames, of several only if the format stores them; by default of the one that a sink takes.</summary>
    private protected virtual FrameWriter CreateWriter(Stream stream, FrameSequence sequence, EncodeOptions options) =>
        new SingleFrameWriter(info => CreateSink(stream, info, options));

    private void CheckFormat(ImageInfo info)
    {
        if (!CanWrite(info.Format.Sample) || !CanWrite(info.Format.Layout))
            throw new ArgumentException($"{Name} holds no pixels of {info.Format}", nameof(info));
    }
}
