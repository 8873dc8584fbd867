using KernelCli.Primitives;

namespace KernelCli.Codecs.Pnm;

/// <summary>
/// What comes after the first picture of a file: more pictures, as the format allows, or what belongs to none. A file is looked through
/// when it is opened, a pipe where its first picture ends.
/// </summary>
internal sealed class PnmSequence(ByteReader reader, DecodeOptions options)
{
    private const string Splitting = "for instance with pamsplit";

    private bool _isKnown;

    /// <summary>
    /// Counts the pictures of a file that can be read in any order, and comes back to where the first one's samples
    /// start.
    /// </summary>
    /// <param name="first">The first one's header, which was just read.</param>
    /// <param name="info">What is known of it.</param>
    /// <exception cref="UnsupportedImageException">There are several, and that is refused.</exception>
    public ImageInfo LookAhead(PnmHeader first, ImageInfo info)
    {
        if (!reader.CanSeek)
            return info;
        _isKnown = true;
        long start = reader.Offset;
        int pictures = TrySkip(first) ? 1 + CountRest() : 1;
        reader.Seek(start);
        return Counted(info, pictures);
    }

    /// <summary>Counts the pictures of a pipe, whose first one was read to its end.</summary>
    /// <inheritdoc cref="LookAhead"/>
    public ImageInfo LookBehind(ImageInfo info)
    {
        if (_isKnown)
            return info;
        _isKnown = true;
        return Counted(info, 1 + CountRest());
    }

    private ImageInfo Counted(ImageInfo info, int pictures)
    {
        options.CheckPictures(pictures, reader.Format, Splitting);
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

    // What does not read like a header, after any blanks, is no picture.
    private PnmHeader? TryReadHeader()
    {
        while (PnmText.IsBlank(reader.Peek()))
            reader.TryReadByte();
        if (reader.Peek() != 'P')
            return null;
        try
        {
            // A picture larger than the limits is one all the same.
            return PnmHeader.Read(reader, new ImageLimits { MaxPixels = long.MaxValue, MaxMemory = long.MaxValue });
        }
        catch (Exception exception) when (exception is ImageFormatException or UnsupportedImageException or ImageLimitException)
        {
            return null;
        }
    }

    // A picture that is cut short is the last one; reading it will say more.
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

    // Numbers are separated by blanks, bits by nothing; comments go to the end of their line.
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
                else if (value != '#' && !PnmText.IsBlank(value))
                    return false;
                else
                    (isInNumber, isInComment) = (false, value == '#');
            }
            reader.Advance(i);
        }
        return true;
    }
}
