using System.Buffers.Binary;
using System.Numerics;

namespace KernelCli.Cli.Output;

/// <summary>
/// SHA-256 (FIPS 180-4) in managed code. On Linux, the runtime's own needs OpenSSL, which a container may lack, and
/// aborts the process without it; managed libraries are some hundred times larger than this class.
/// </summary>
internal sealed class Sha256
{
    private const int BlockBytes = 64;
    private const int HashBytes = 32;
    private const int Rounds = 64;

    // The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
    private static ReadOnlySpan<uint> Constants =>
    [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ];

    // The first 32 bits of the fractional parts of the square roots of the first eight primes.
    private readonly uint[] _state = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];
    private readonly byte[] _block = new byte[BlockBytes];
    private int _held;
    private long _length;

    /// <summary>The hash of some bytes, in lower-case hexadecimal digits.</summary>
    public static string Of(ReadOnlySpan<byte> data)
    {
        var hash = new Sha256();
        hash.Append(data);
        return hash.Finish();
    }

    /// <summary>The hash of the rest of a stream, in lower-case hexadecimal digits.</summary>
    public static string Of(Stream stream)
    {
        var hash = new Sha256();
        byte[] buffer = new byte[1 << 16];
        for (int read; (read = stream.Read(buffer)) > 0;)
            hash.Append(buffer.AsSpan(0, read));
        return hash.Finish();
    }

    /// <summary>Appends bytes to the data that is hashed.</summary>
    public void Append(ReadOnlySpan<byte> data)
    {
        _length += data.Length;
        if (_held > 0)
        {
            int taken = Math.Min(BlockBytes - _held, data.Length);
            data[..taken].CopyTo(_block.AsSpan(_held));
            _held += taken;
            data = data[taken..];
            if (_held < BlockBytes)
                return;
            Compress(_block);
        }
        int whole = data.Length / BlockBytes * BlockBytes;
        Compress(data[..whole]);
        data[whole..].CopyTo(_block);
        _held = data.Length - whole;
    }

    /// <summary>
    /// The hash of all appended bytes, in lower-case hexadecimal digits; nothing may be appended after it.
    /// </summary>
    public string Finish()
    {
        // The padding is a 1 bit, zeros, and the length in bits in the last eight bytes of a block.
        long bits = _length * 8;
        Span<byte> end = stackalloc byte[2 * BlockBytes];
        end.Clear();
        end[0] = 0x80;
        int padding = (_held < BlockBytes - sizeof(long) ? BlockBytes : 2 * BlockBytes) - _held;
        BinaryPrimitives.WriteInt64BigEndian(end[(padding - sizeof(long))..], bits);
        Append(end[..padding]);
        Span<byte> hash = stackalloc byte[HashBytes];
        for (int i = 0; i < _state.Length; i++)
            BinaryPrimitives.WriteUInt32BigEndian(hash[(4 * i)..], _state[i]);
        return Convert.ToHexStringLower(hash);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    private void Compress(ReadOnlySpan<byte> blocks)
    {
        ReadOnlySpan<uint> constants = Constants;
        Span<uint> w = stackalloc uint[Rounds];
        for (; blocks.Length >= BlockBytes; blocks = blocks[BlockBytes..])
        {
            for (int t = 0; t < 16; t++)
                w[t] = BinaryPrimitives.ReadUInt32BigEndian(blocks[(4 * t)..]);
            for (int t = 16; t < Rounds; t++)
            {
                uint near = w[t - 2], far = w[t - 15];
                uint sigma0 = BitOperations.RotateRight(far, 7) ^ BitOperations.RotateRight(far, 18) ^ (far >> 3);
                uint sigma1 = BitOperations.RotateRight(near, 17) ^ BitOperations.RotateRight(near, 19) ^ (near >> 10);
                w[t] = sigma1 + w[t - 7] + sigma0 + w[t - 16];
            }
            (uint a, uint b, uint c, uint d) = (_state[0], _state[1], _state[2], _state[3]);
            (uint e, uint f, uint g, uint h) = (_state[4], _state[5], _state[6], _state[7]);
            for (int t = 0; t < Rounds; t++)
            {
                uint sum1 = BitOperations.RotateRight(e, 6) ^ BitOperations.RotateRight(e, 11) ^ BitOperations.RotateRight(e, 25);
                uint first = h + sum1 + ((e & f) ^ (~e & g)) + constants[t] + w[t];
                uint sum0 = BitOperations.RotateRight(a, 2) ^ BitOperations.RotateRight(a, 13) ^ BitOperations.RotateRight(a, 22);
                uint second = sum0 + ((a & b) ^ (a & c) ^ (b & c));
                (h, g, f, e, d, c, b, a) = (g, f, e, d + first, c, b, a, first + second);
            }
            _state[0] += a;
            _state[1] += b;
            _state[2] += c;
            _state[3] += d;
            _state[4] += e;
            _state[5] += f;
            _state[6] += g;
            _state[7] += h;
        }
    }
}
