using System.Diagnostics;

namespace KernelCli.Primitives;

/// <summary>
/// Pinned memory that is aligned to 64 bytes and has one block of slack after
/// its end, so that row operations may read and write whole blocks of vectors. The memory is free as soon as nothing refers to the buffer,
/// even where its address is still in use: a buffer belongs in a field, or is kept alive to the end of the method that made it.
/// </summary>
internal sealed unsafe class AlignedBuffer
{
    /// <summary>The maximum number of bytes that a row operation touches at a time: eight 512-bit vectors.</summary>
    public const int Block = 512;

    private const int Alignment = 64;

    // Rows of 4096 samples would all start in the same set of the L1 cache. Three extra cache lines spread them over other sets.
    private const int Skew = 192;

    // The array is on the pinned object heap, so its address is fixed. This reference keeps it alive as long as the buffer.
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
    /// Rounds a number of bytes up to a multiple of <see cref="Block"/> and adds three cache lines, so that consecutive
    /// rows of this length start in different cache sets.
    /// </summary>
    public static long RoundUp(long bytes) => ((bytes + Block - 1) & -(long)Block) + Skew;
}
