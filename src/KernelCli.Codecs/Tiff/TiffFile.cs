using System.Buffers.Binary;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Tiff;

/// <summary>The bytes of a file at any offset, its byte order, and the size of its offsets. A pipe is kept in memory.</summary>
internal sealed class TiffFile : IDisposable
{
    /// <summary>The format's name, for messages.</summary>
    public const string Format = "TIFF";

    private const ushort Classic = 42;
    private const ushort Big = 43;

    private readonly ByteReader _reader;

    /// <summary>Reads the header.</summary>
    /// <param name="stream">The file, at its first byte; owned.</param>
    /// <param name="limits">How much of a pipe is kept.</param>
    /// <exception cref="ImageFormatException">It is not the header of a TIFF.</exception>
    /// <exception cref="ImageLimitException">A pipe is longer than the limits allow.</exception>
    public TiffFile(Stream stream, ImageLimits limits)
    {
        _reader = new ByteReader(stream, Format);
        if (!_reader.CanSeek)
            _reader.Keep(limits);
        Length = _reader.Length;
        Span<byte> header = stackalloc byte[16];
        Read(0, header[..8], "the header");
        IsBigEndian = header[0] == 'M';
        switch (UInt16(header[2..]))
        {
            case Classic:
                FirstDirectory = UInt32(header[4..]);
                break;
            case Big when UInt16(header[4..]) == 8:
                IsBig = true;
                Read(0, header, "the header");
                FirstDirectory = Offset(header[8..]);
                break;
            default:
                throw new ImageFormatException(Format, 2, "neither a TIFF nor a BigTIFF with offsets of 8 bytes");
        }
    }

    /// <summary>Bytes of the file.</summary>
    public long Length { get; }

    /// <summary>Whether numbers are stored with the most significant byte first.</summary>
    public bool IsBigEndian { get; }

    /// <summary>Whether it is a BigTIFF, whose offsets and counts have 8 bytes.</summary>
    public bool IsBig { get; }

    /// <summary>Whether samples of several bytes have the byte order of the machine.</summary>
    public bool HasMachineOrder => IsBigEndian != BitConverter.IsLittleEndian;

    /// <summary>Where the first directory is.</summary>
    public long FirstDirectory { get; }

    /// <summary>Reads bytes at an offset.</summary>
    /// <exception cref="ImageFormatException">The file ends before them.</exception>
    public void Read(long offset, Span<byte> to, string expected)
    {
        if (!Has(offset, to.Length) || !_reader.TryReadAt(offset, to))
            throw new ImageFormatException(Format, offset, $"the file ends where {expected} should be");
    }

    /// <summary>Reads bytes at an offset, fewer where the file ends.</summary>
    /// <returns>How many were read.</returns>
    public int ReadSome(long offset, Span<byte> to)
    {
        int count = (int)Math.Clamp(Length - offset, 0, to.Length);
        return _reader.TryReadAt(offset, to[..count]) ? count : 0;
    }

    /// <summary>Whether a range is inside the file.</summary>
    public bool Has(long offset, long count) => offset >= 0 && count >= 0 && offset <= Length && count <= Length - offset;

    public ushort UInt16(ReadOnlySpan<byte> at) =>
        IsBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(at) : BinaryPrimitives.ReadUInt16LittleEndian(at);

    public uint UInt32(ReadOnlySpan<byte> at) =>
        IsBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(at) : BinaryPrimitives.ReadUInt32LittleEndian(at);

    public ulong UInt64(ReadOnlySpan<byte> at) =>
        IsBigEndian ? BinaryPrimitives.ReadUInt64BigEndian(at) : BinaryPrimitives.ReadUInt64LittleEndian(at);

    /// <summary>An offset or count of 4 or 8 bytes; one that no file reaches is the largest number.</summary>
    public long Offset(ReadOnlySpan<byte> at) => IsBig ? (long)Math.Min(UInt64(at), long.MaxValue) : UInt32(at);

    public void Dispose() => _reader.Dispose();
}
