using System.Buffers;
using System.Runtime.CompilerServices;
using KernelCli.Primitives;
using SixLabors.ImageSharp.Memory;

namespace KernelCli.Codecs.ImageSharp;

/// <summary>
/// The memory of one run of the library: zeroed, so that what a damaged file leaves out is the same every time, and in sum at
/// most <see cref="ImageLimits.MaxMemory"/>.
/// </summary>
internal sealed class BoundedAllocator(ImageLimits limits) : MemoryAllocator
{
    private long _bytes;

    /// <inheritdoc/>
    protected override int GetBufferCapacityInBytes() => Array.MaxLength;

    /// <inheritdoc/>
    public override IMemoryOwner<T> Allocate<T>(int length, AllocationOptions options = AllocationOptions.None)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        long bytes = (long)length * Unsafe.SizeOf<T>();
        limits.CheckMemory(Interlocked.Add(ref _bytes, bytes));
        return new Room<T>(this, new T[length], bytes);
    }

    private sealed class Room<T>(BoundedAllocator allocator, T[] array, long bytes) : IMemoryOwner<T>
    {
        private long _bytes = bytes;

        public Memory<T> Memory { get; private set; } = array;

        public void Dispose()
        {
            Memory = default;
            Interlocked.Add(ref allocator._bytes, -Interlocked.Exchange(ref _bytes, 0));
        }
    }
}
