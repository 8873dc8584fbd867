namespace KernelCli.Codecs.Tiff;

/// <summary>
/// Where a file is written. Offsets are filled in after the data that they point to, so that a target that cannot seek gets the file from a
/// temporary one, which is deleted afterwards.
/// </summary>
internal sealed class TiffOutput : IDisposable
{
    private const int BufferBytes = 1 << 16;

    private readonly Stream _target;
    private readonly Stream _file;
    private readonly long _start;

    /// <param name="target">Where the file goes; left open.</param>
    public TiffOutput(Stream target)
    {
        _target = target;
        _file = target.CanSeek ? target : new FileStream(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew,
            FileAccess.ReadWrite, FileShare.None, BufferBytes, FileOptions.DeleteOnClose);
        _start = _file.Position;
    }

    /// <summary>The offset of the next byte in the file.</summary>
    public long Offset => _file.Position - _start;

    /// <summary>Adds bytes at the end.</summary>
    public void Write(ReadOnlySpan<byte> bytes) => _file.Write(bytes);

    /// <summary>Replaces bytes that were written before.</summary>
    public void Replace(long offset, ReadOnlySpan<byte> bytes)
    {
        long end = _file.Position;
        _file.Position = _start + offset;
        _file.Write(bytes);
        _file.Position = end;
    }

    /// <summary>Brings the whole file to the target.</summary>
    public void Complete()
    {
        if (_file != _target)
        {
            _file.Position = _start;
            _file.CopyTo(_target, BufferBytes);
        }
        _target.Flush();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_file != _target)
            _file.Dispose();
    }
}
