using System.Diagnostics;

namespace KernelCli.Primitives;

/// <summary>
/// Memory that does not move, starts on a 64-byte line and has a block of slack after its end,
/// so that row operations may read and write whole blocks of vectors.
/// </summary>
internal sealed unsafe class AlignedBuffer
{
    /// <summary>The most bytes that a row operation touches at a time: eight 512-bit vectors.</summary>
    public const int Block = 512;

    private const int Alignment = 64;

    // Rows of 4096 samples would all begin in the same set of the first-level cache; three lines more put them side by side.
    private const int Skew = 192;

    // The pinned object heap keeps the address; the array keeps the memory alive as long as this object is.
    private readonly byte[] _memory;

    public AlignedBuffer(long bytes, bool clear = true)
    {
        long total = bytes + Alignment + Block;
        if (total > Array.MaxLength)
            throw new ImageLimitException("bytes in one buffer", Array.MaxLength, total, "use a smaller kernel or a narrower picture");
        Length = bytes;
        _memory = clear
            ? GC.AllocateArray<byte>((int)total, pinned: true)
            : GC.AllocateUninitializedArray<byte>((int)total, pinned: true);
        nint start = (nint)System.Runtime.CompilerServices.Unsafe.AsPointer(ref _memory[0]);
        Pointer = (byte*)((start + Alignment - 1) & -Alignment);
        Debug.Assert((nint)Pointer % Alignment == 0 && Pointer + Length + Block <= (byte*)start + total);
    }

    /// <summary>The first byte; a multiple of 64.</summary>
    public byte* Pointer { get; }

    /// <summary>Usable bytes, without the slack.</summary>
    public long Length { get; }

    /// <summary>The whole buffer as a span.</summary>
    public Span<byte> Span => new(Pointer, (int)Length);

    /// <summary>
    /// Rounds a number of bytes up to a whole number of blocks, and on to a length at which rows do not get in each other's
    /// way.
    /// </summary>
    public static long RoundUp(long bytes) => ((bytes + Block - 1) & -(long)Block) + Skew;
}
