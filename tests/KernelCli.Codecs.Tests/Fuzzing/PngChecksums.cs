using System.Buffers.Binary;
using System.IO.Hashing;
using KernelCli.Codecs.Png;

namespace KernelCli.Codecs.Tests.Fuzzing;

/// <summary>Makes the checksums of a damaged PNG right again, so that the damage gets past them.</summary>
internal static class PngChecksums
{
    public static void Mend(byte[] file)
    {
        if (!file.AsSpan().StartsWith(PngCodec.Signature))
            return;
        for (int at = 8; at + 12 <= file.Length;)
        {
            long length = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
            if (at + 12 + length > file.Length)
                return;
            int end = at + 8 + (int)length;
            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(end), Crc32.HashToUInt32(file.AsSpan(at + 4, end - at - 4)));
            at = end + 4;
        }
    }
}
