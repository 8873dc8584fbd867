using System.Buffers.Binary;
using System.Diagnostics;
using System.IO.Compression;
using System.Runtime.InteropServices;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Tiff;

/// <summary>
/// The rows of one strip or tile, decompressed as they are read, in machine order and with predictions undone. Rows of subsampled chroma
/// are expanded.
/// </summary>
internal sealed class TiffChunk : IDisposable
{
    // What was read, the small file made of it, and what the library reads of that.
    private const int CopiesOfData = 3;

    private readonly TiffPicture _picture;
    private readonly long _offset;
    private readonly Stream _stream;
    private readonly TiffChromaRows? _chroma;
    private readonly byte[] _scratch;
    private readonly TiffMemory _memory;
    private long _taken;

    /// <summary>Opens a strip or tile.</summary>
    /// <param name="picture">What is stored and how.</param>
    /// <param name="table">Where it is.</param>
    /// <param name="index">Which one.</param>
    /// <param name="rows">How many rows it has.</param>
    /// <param name="memory">What it and those that are open besides may take; its state is accounted for already.</param>
    public TiffChunk(TiffPicture picture, TiffChunkTable table, long index, int rows, TiffMemory memory)
    {
        (_picture, _memory) = (picture, memory);
        (_offset, long length) = table[index];
        long decoded = picture.IsSubsampled
            ? TiffChromaRows.StoredBytes(picture, rows) : (long)picture.ChunkRowBytes * rows;

        // A length is not needed where it follows from the size; that of the only strip is often wrong.
        if (picture.Scheme is TiffScheme.None)
            length = table.Count == 1 || length <= 0 ? decoded : Math.Min(length, decoded);
        else if (length <= 0)
            throw Damage("has no length");
        if (!picture.File.Has(_offset, 1))
            throw Damage("is not inside the file");
        try
        {
            _stream = Open(length, rows);
        }
        catch (Exception exception)
        {
            Return();
            if (exception is ImageFormatException damage && damage.Format != TiffFile.Format)
                throw Damage($"holds a {damage.Message}");
            throw;
        }
        _chroma = picture.IsSubsampled ? new TiffChromaRows(picture) : null;
        _scratch = picture.Prediction is TiffPrediction.FloatingPoint ? new byte[picture.ChunkRowBytes] : [];
    }

    /// <summary>Reads the next row.</summary>
    /// <param name="row"><see cref="TiffPicture.ChunkRowBytes"/> bytes.</param>
    /// <exception cref="ImageFormatException">The data is damaged or ends too early.</exception>
    public void ReadRow(Span<byte> row)
    {
        Debug.Assert(row.Length == _picture.ChunkRowBytes);
        try
        {
            if (_chroma is not null)
            {
                if (!_chroma.TryRead(_stream, row))
                    throw Damage("ends too early");
                return;
            }
            if (_stream.ReadAtLeast(row, row.Length, throwOnEndOfStream: false) < row.Length)
                throw Damage("ends too early");
        }
        catch (ImageFormatException exception) when (exception.Format != TiffFile.Format)
        {
            throw Damage($"holds a {exception.Message}");
        }
        catch (Exception exception) when (Zlib.IsDamage(exception))
        {
            throw Damage("is damaged: its deflated data cannot be decoded");
        }
        if (_picture.Prediction is not TiffPrediction.FloatingPoint && !_picture.File.HasMachineOrder)
            Swap(row, _picture.Bits);
        TiffPredictor.Undo(_picture.Prediction, row, _picture.IsPlanar ? 1 : _picture.Samples, _picture.Bits / 8, _scratch);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stream.Dispose();
        Return();
    }

    private static void Swap(Span<byte> row, int bits)
    {
        switch (bits)
        {
            case 16:
                Span<ushort> shorts = MemoryMarshal.Cast<byte, ushort>(row);
                BinaryPrimitives.ReverseEndianness(shorts, shorts);
                break;
            case 24:
                for (int i = 0; i + 2 < row.Length; i += 3)
                    (row[i], row[i + 2]) = (row[i + 2], row[i]);
                break;
            case 32:
                Span<uint> words = MemoryMarshal.Cast<byte, uint>(row);
                BinaryPrimitives.ReverseEndianness(words, words);
                break;
            case 64:
                Span<ulong> longs = MemoryMarshal.Cast<byte, ulong>(row);
                BinaryPrimitives.ReverseEndianness(longs, longs);
                break;
        }
    }

    private Stream Open(long length, int rows)
    {
        var window = new TiffWindow(_picture.File, _offset, length, _picture.ReversesBits);
        switch (_picture.Scheme)
        {
            case TiffScheme.None:
                return window;
            case TiffScheme.Lzw:
                return new LzwStream(window);
            case TiffScheme.PackBits:
                return new PackBitsStream(window);
            case TiffScheme.Deflate or TiffScheme.EarlyDeflate:
                return new ZLibStream(window, CompressionMode.Decompress);
        }
        length = Math.Min(length, _picture.File.Length - _offset);
        if (length > Array.MaxLength)
            throw new ImageLimitException("bytes in a strip", Array.MaxLength, length, "write it in more strips");
        Take(CopiesOfData * length);
        byte[] data = new byte[length];
        _picture.File.Read(_offset, data, "a strip or tile");
        if (_picture.Scheme is not (TiffScheme.Jpeg or TiffScheme.OldJpeg))
            return LibTiffChunk.Open(_picture, data, _offset, rows);
        if (_picture.Scheme is TiffScheme.OldJpeg)
            data = TiffOldJpeg.Wrap(_picture, data, rows);
        TiffJpegData jpeg = TiffJpegData.Read(data, _offset);
        jpeg.CheckSize(_picture.ChunkWidth, _picture.ChunkHeight, _offset);
        Take(jpeg.DecodingBytes);
        return jpeg.Components is 1 or 3 ? TiffJpegChunk.Open(_picture, data, _offset, _memory.Limits)
            : LibTiffChunk.Open(_picture, data, _offset, rows);
    }

    private void Take(long bytes)
    {
        _memory.Take(bytes);
        _taken += bytes;
    }

    private void Return()
    {
        _memory.Return(_taken);
        _taken = 0;
    }

    private ImageFormatException Damage(string problem) =>
        new(TiffFile.Format, _offset, $"the {(_picture.IsTiled ? "tile" : "strip")} here {problem}");
}
