using System.Runtime.InteropServices;
using KernelCli.Correlation;
using KernelCli.Primitives;
using KernelCli.Simd;
using KernelCli.SlidingWindow;

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
        foreach (AlgorithmCase algorithmCase in AlgorithmCases.All)
            foreach (int width in (int[])[1, 15, 63, 64, 65, 200, 1500, 2901])
                Run(algorithmCase, width, 7, poisonBehind);
    }

    private static void Run(AlgorithmCase algorithmCase, int width, int height, bool poisonBehind)
    {
        // Without padding the picture must hold the kernel.
        if (algorithmCase.Options.Padding.Mode is not PaddingMode.Same)
            (width, height) = (width + algorithmCase.Kernel.Width, height + algorithmCase.Kernel.Height);
        CorrelationPlan plan = algorithmCase.Plan(VectorWidths.Best, width, height);
        int sourceBytes = width * height * algorithmCase.Channels * algorithmCase.From.Bytes(),
            resultBytes = plan.OutputWidth * plan.OutputHeight * algorithmCase.Channels * algorithmCase.To.Bytes();
        using var source = new PoisonedMemory(sourceBytes, poisonBehind);
        using var result = new PoisonedMemory(resultBytes, poisonBehind);
        new Span<byte>(source.Start, sourceBytes).Fill(7);
        algorithmCase.Run(plan, source.Start, width, height, result.Start, threads: 1);
        Assert.Equal(-1, new ReadOnlySpan<byte>(source.Start, sourceBytes).IndexOfAnyExcept((byte)7));
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
