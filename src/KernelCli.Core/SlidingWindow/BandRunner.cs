using KernelCli.Primitives;

namespace KernelCli.SlidingWindow;

/// <summary>Runs a plan over bands of a plane in memory, strip by strip.</summary>
internal sealed unsafe class BandRunner(WindowPlan plan, byte* source, long sourcePitch, byte* result, long resultPitch)
{
    // Result planes larger than this do not fit in the caches of common processors.
    private const long LargerThanCaches = 40L << 20;

    // Strips this wide keep the ring of most kernels in the first-level cache.
    private const int StripSamples = 4096;

    /// <summary>Computes output rows <paramref name="first"/> to <paramref name="end"/>, exclusive, or returns when cancelled.</summary>
    public void Run(int first, int end, CancellationToken cancellation = default)
    {
        int width = plan.Horizontal.Outputs;
        int strips = Math.Max(1, (int)Math.Round((double)width * plan.Channels / StripSamples));
        for (int strip = 0; strip < strips && !cancellation.IsCancellationRequested; strip++)
        {
            int left = (int)((long)width * strip / strips), right = (int)((long)width * (strip + 1) / strips);
            RunStrip(first, end, left, right, cancellation);
        }
    }

    private void RunStrip(int first, int end, int left, int right, CancellationToken cancellation)
    {
        StoreMode storeMode = resultPitch * plan.Vertical.Outputs > LargerThanCaches ? StoreMode.NonTemporal : StoreMode.Cached;
        WindowEngine engine = plan.CreateEngine(left, right - left, first, end - first, storeMode);
        int pixel = plan.Channels * plan.Source.Bytes();
        long sourceOffset = plan.Horizontal.Start(left) is var start and > 0 ? start * pixel : 0;
        long sourceBytes = Math.Min((long)(right - left) * plan.Horizontal.Stride, plan.Horizontal.SourceLength) * pixel;
        long outputBytes = (long)(right - left) * plan.Channels * plan.Result.Bytes();
        long offset = (long)left * plan.Channels * plan.Result.Bytes();
        int block = 1;
        for (int y = first; y < end && !cancellation.IsCancellationRequested; y += block)
        {
            while (!engine.IsReady)
                engine.Push(source + (engine.NextSource * sourcePitch));

            // The rows that the next call will read and write.
            int sources = Math.Min(block, plan.Vertical.SourceLength - engine.NextSource), results = storeMode is StoreMode.NonTemporal
                ? 0
                : Math.Min(block, end - y - block);
            var next = new PrefetchHint(
                (nint)(source + (engine.NextSource * sourcePitch) + sourceOffset), sourcePitch, sourceBytes, sources,
                (nint)(result + ((y + block) * resultPitch) + offset), resultPitch, outputBytes, results);
            block = engine.PullBlock(result + (y * resultPitch) + offset, resultPitch, next);
        }
    }
}
