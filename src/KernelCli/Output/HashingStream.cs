using System.Security.Cryptography;

namespace KernelCli.Cli.Output;

/// <summary>Writes to another stream, and knows the SHA-256 and the number of the bytes.</summary>
internal sealed class HashingStream(string path, Stream stream) : NamedStream(path, stream)
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Bytes written.</summary>
    public long Written { get; private set; }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        base.Write(buffer);
        _hash.AppendData(buffer);
        Written += buffer.Length;
    }

    /// <summary>The hash of all bytes written.</summary>
    public string Finish() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _hash.Dispose();
        base.Dispose(disposing);
    }
}
