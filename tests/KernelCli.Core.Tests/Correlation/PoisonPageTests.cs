using System.Runtime.InteropServices;
using KernelCli.Correlation;
using KernelCli.Kernels;
using KernelCli.Primitives;

namespace KernelCli.Core.Tests.Correlation;

/// <summary>Nothing outside the caller's planes is touched: they end, or begin, at a page that faults.</summary>
public sealed unsafe partial class PoisonPageTests
{
    private const int PageBytes = 4096;
    private const int ReadWrite = 3;
    private const int PrivateAnonymous = 0x22;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Planes_are_never_read_or_written_outside(bool poisonBehind)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Pages are protected with Linux system calls.");
        Kernel[] kernels = [BoxKernel.Create(3, 3), BoxKernel.Create(31, 31), GaussianKernel.Create(1), SharpenKernel.Create(1), GradientKernels.Sobel().Y,
            LaplacianOfGaussianKernel.Create(1), BinomialKernel.Create(9), BinomialKernel.Create(5), GaussianKernel.Create(5)];
        foreach (int width in (int[])[1, 15, 63, 64, 65, 200, 1500, 2901])
            foreach (Kernel kernel in kernels)
            {
                Run<byte, byte>(width, 7, kernel, poisonBehind);
                Run<byte, float>(width, 7, kernel, poisonBehind);
                Run<ushort, ushort>(width, 7, kernel, poisonBehind);
                Run<float, float>(width, 7, kernel, poisonBehind);
            }
    }

    private static void Run<TSource, TResult>(int width, int height, Kernel kernel, bool poisonBehind)
        where TSource : unmanaged
        where TResult : unmanaged
    {
        using var source = new PoisonedMemory(width * height * sizeof(TSource), poisonBehind);
        using var result = new PoisonedMemory(width * height * sizeof(TResult), poisonBehind);
        new Span<byte>(source.Start, width * height * sizeof(TSource)).Fill(7);
        Correlator.Correlate(
            new ReadOnlyPlane<TSource>(new ReadOnlySpan<TSource>(source.Start, width * height), width, height),
            new Plane<TResult>(new Span<TResult>(result.Start, width * height), width, height), kernel);
        Assert.NotNull(kernel);
    }

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int Protect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int Unmap(nint address, nuint length);

    private sealed class PoisonedMemory : IDisposable
    {
        private readonly nint _base;
        private readonly nuint _length;

        public PoisonedMemory(int bytes, bool poisonBehind)
        {
            int pages = ((bytes + PageBytes - 1) / PageBytes) + 2;
            _length = (nuint)(pages * PageBytes);
            _base = Map(0, _length, ReadWrite, PrivateAnonymous, -1, 0);
            Assert.NotEqual(-1, _base);
            Assert.Equal(0, Protect(_base, PageBytes, 0));
            Assert.Equal(0, Protect(_base + (nint)_length - PageBytes, PageBytes, 0));
            Start = (byte*)(poisonBehind ? _base + (nint)_length - PageBytes - bytes : _base + PageBytes);
        }

        public byte* Start { get; }

        public void Dispose() => Unmap(_base, _length);
    }
}
