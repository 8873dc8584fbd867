using KernelCli.Primitives;

namespace KernelCli.Codecs.Pnm;

/// <summary>
/// Counts the pictures of a file: the formats allow several one after another. Other data after a picture is ignored. A
/// seekable file is scanned when it is opened, a pipe after its first picture was read.
/// </summary>
internal sealed class PnmPictureCounter(ByteReader reader, DecodeOptions options)
{
    private const string Splitting = "for instance with pamsplit";

    private bool _isKnown;

    /// <summary>
    /// Counts the pictures of a seekable file and returns to the first sample of the first one; leaves a pipe as it is.
    /// </summary>
    /// <param name="first">The first one's header, which was just read.</param>
    /// <param name="info">The size and format of the first picture.</param>
    /// <returns>The same with the number of pictures in its metadata.</returns>
    /// <exception cref="UnsupportedImageException">There are several pictures, and they are refused.</exception>
    public ImageInfo CountAhead(PnmHeader first, ImageInfo info)
    {
        if (!reader.CanSeek)
            return info;
        _isKnown = true;
        long start = reader.Offset;
        int pictures = TrySkip(first) ? 1 + CountRest() : 1;
        reader.Seek(start);
        return Counted(info, pictures);
    }

    /// <summary>Counts the pictures of a pipe after its first one was read to its end.</summary>
    /// <inheritdoc cref="CountAhead"/>
    public ImageInfo CountRemaining(ImageInfo info)
    {
        if (_isKnown)
            return info;
        _isKnown = true;
        return Counted(info, 1 + CountRest());
    }

    private ImageInfo Counted(ImageInfo info, int pictures)
    {
        options.CheckPictureCount(pictures, reader.Format, Splitting);
        return info with { Metadata = info.Metadata with { Frames = pictures } };
    }

    private int CountRest()
    {
        int pictures = 0;
        while (TryReadHeader() is { } header)
        {
            pictures++;
            if (!TrySkip(header))
                break;
        }
        return pictures;
    }

    // Data that is not a header, after optional whitespace, is not a picture.
    private PnmHeader? TryReadHeader()
    {
        while (PnmText.IsWhitespace(reader.Peek()))
            reader.TryReadByte();
        if (reader.Peek() != 'P')
            return null;
        try
        {
            // A picture that exceeds the limits still counts.
            return PnmHeader.Read(reader, new ImageLimits { MaxPixels = long.MaxValue, MaxMemory = long.MaxValue });
        }
        catch (Exception exception) when (exception is ImageFormatException or UnsupportedImageException or ImageLimitException)
        {
            return null;
        }
    }

    // Returns false if the picture is cut short or malformed: nothing after it is counted.
    private bool TrySkip(PnmHeader header)
    {
        long samples = (long)header.Width * header.Height * header.Channels;
        if (header.IsText)
            return TrySkipText(samples, header.IsBitmap);
        long bytes = header.Kind switch
        {
            '4' => (header.Width + 7L) / 8 * header.Height,
            'F' or 'f' => samples * sizeof(float),
            _ => header.Maximum > 255 ? 2 * samples : samples,
        };
        if (reader.CanSeek)
        {
            if (reader.Offset + bytes > reader.Length)
                return false;
            reader.Seek(reader.Offset + bytes);
            return true;
        }
        for (ReadOnlySpan<byte> ready; bytes > 0 && !(ready = reader.Ready()).IsEmpty;)
        {
            int step = (int)Math.Min(bytes, ready.Length);
            reader.Advance(step);
            bytes -= step;
        }
        return bytes == 0;
    }

    // Numbers are separated by whitespace, bits need no separator; comments extend to the end of the line.
    private bool TrySkipText(long samples, bool areBits)
    {
        bool isInNumber = false, isInComment = false;
        while (samples > 0 || isInNumber)
        {
            ReadOnlySpan<byte> ready = reader.Ready();
            if (ready.IsEmpty)
                return samples == 0;
            int i = 0;
            for (; i < ready.Length && (samples > 0 || isInNumber); i++)
            {
                byte value = ready[i];
                if (isInComment)
                    isInComment = value is not ((byte)'\n' or (byte)'\r');
                else if (value is >= (byte)'0' and <= (byte)'9')
                {
                    samples -= areBits || !isInNumber ? 1 : 0;
                    isInNumber = !areBits;
                }
                else if (value != '#' && !PnmText.IsWhitespace(value))
                    return false;
                else
                    (isInNumber, isInComment) = (false, value == '#');
            }
            reader.Advance(i);
        }
        return true;
    }
}
