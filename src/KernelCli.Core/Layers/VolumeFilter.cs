using KernelCli.Correlation;
using KernelCli.Kernels;
using KernelCli.Primitives;
using KernelCli.SlidingWindow;

namespace KernelCli.Layers;

/// <summary>
/// Filters the slices of a volume with the correlation engine for planes. A kernel that is the product of a plane and a
/// line through the slices filters each slice with the plane, then combines slices along the line. Any other kernel
/// filters each slice under it with its own plane of weights and adds up the results in double precision.
/// </summary>
internal sealed class VolumeFilter
{
    private const int PieceSamples = 1 << 18;

    private readonly VolumeKernel _kernel;
    private readonly VolumeAxis _x;
    private readonly VolumeAxis _y;
    private readonly int _width;
    private readonly int _height;
    private readonly CorrelationOptions _options;
    private readonly float[] _extended;
    private readonly int _extendedWidth;
    private readonly int _extendedHeight;

    /// <param name="kernel">The weights.</param>
    /// <param name="x">How the kernel moves along rows; the value of a constant border is in the unit of the samples.</param>
    /// <param name="y">How the kernel moves down columns.</param>
    /// <param name="width">Columns of a slice.</param>
    /// <param name="height">Rows of a slice.</param>
    /// <param name="threads">Threads; 0 for all cores.</param>
    public VolumeFilter(VolumeKernel kernel, VolumeAxis x, VolumeAxis y, int width, int height, int threads)
    {
        (_kernel, _x, _y, _width, _height) = (kernel, x, y, width, height);
        (Columns, Rows) = (x.Outputs(width, kernel.Columns), y.Outputs(height, kernel.Rows));
        (_extendedWidth, _extendedHeight) = (((Columns - 1) * x.Stride) + kernel.Columns, ((Rows - 1) * y.Stride) + kernel.Rows);
        _extended = new float[_extendedWidth * _extendedHeight];
        _options = new CorrelationOptions { Padding = Padding.Valid, Stride = new Spacing(x.Stride, y.Stride), Threads = threads };
    }

    /// <summary>Columns of a result.</summary>
    public int Columns { get; }

    /// <summary>Rows of a result.</summary>
    public int Rows { get; }

    /// <summary>
    /// Bytes of the filter's buffers, and of what <see cref="Prepare"/> returns for as many slices as the kernel is deep.
    /// </summary>
    public static long Bytes(VolumeKernel kernel, VolumeAxis x, VolumeAxis y, int width, int height)
    {
        long columns = x.Outputs(width, kernel.Columns), rows = y.Outputs(height, kernel.Rows),
            area = columns * rows, slice = (long)width * height;
        long extended = (((columns - 1) * x.Stride) + kernel.Columns) * (((rows - 1) * y.Stride) + kernel.Rows);
        long kept = kernel.Depth is null ? slice : area, window = kernel.Depth is null ? 2 * area
            : Math.Min(area, PieceSamples) * kernel.Slices;
        return (extended + slice + (kernel.Slices * kept) + window + (3 * area)) * sizeof(float);
    }

    /// <summary>
    /// Prepares a slice for <see cref="Through"/>: filters it along rows and columns
    /// if the kernel has a line through the slices, else returns it as it is.
    /// </summary>
    public float[] Prepare(float[] slice)
    {
        if (_kernel.Depth is null)
            return slice;
        Extend(slice);
        return Across(_kernel.Planes[0]);
    }

    /// <summary>Computes a slice of the result, before the division by <see cref="VolumeKernel.Divisor"/>.</summary>
    /// <param name="slices">The prepared slices under the kernel; null for a slice that consists of the border's value.</param>
    /// <param name="constant">The border's value, in the unit of the samples.</param>
    public float[] Through(IReadOnlyList<float[]?> slices, double constant) =>
        _kernel.Depth is { } depth ? ThroughLine(slices, depth, constant) : ThroughPlanes(slices, constant);

    // Filters a plane whose rows are the slices with a column of weights, one piece of the slices at a time to bound the buffer.
    private float[] ThroughLine(IReadOnlyList<float[]?> slices, double[] depth, double constant)
    {
        int area = Columns * Rows, most = Math.Min(area, PieceSamples);
        Kernel column = Kernel.FromFactors(depth, [1]);
        float outside = (float)(constant * _kernel.Planes[0].Traits.Sum);
        float[] result = new float[area], window = new float[most * slices.Count];
        for (int from = 0; from < area; from += most)
        {
            int count = Math.Min(most, area - from);
            for (int k = 0; k < slices.Count; k++)
                if (slices[k] is { } slice)
                    slice.AsSpan(from, count).CopyTo(window.AsSpan(k * count));
                else
                    window.AsSpan(k * count, count).Fill(outside);
            Correlator.Correlate(new ReadOnlyPlane<float>(window, count, slices.Count), new Plane<float>(result.AsSpan(from), count, 1),
                column, _options with { Stride = Spacing.One });
        }
        return result;
    }

    private float[] ThroughPlanes(IReadOnlyList<float[]?> slices, double constant)
    {
        double[] sums = new double[Columns * Rows];
        for (int k = 0; k < slices.Count; k++)
        {
            if (slices[k] is { } slice)
                Extend(slice);
            else
                Array.Fill(_extended, (float)constant);
            float[] plane = Across(_kernel.Planes[k]);
            for (int i = 0; i < sums.Length; i++)
                sums[i] += plane[i];
        }
        return Array.ConvertAll(sums, sum => (float)sum);
    }

    private float[] Across(Kernel plane)
    {
        float[] result = new float[Columns * Rows];
        Correlator.Correlate(new ReadOnlyPlane<float>(_extended, _extendedWidth, _extendedHeight),
            new Plane<float>(result, Columns, Rows), plane, _options);
        return result;
    }

    // Pads the slice on all sides. Each axis may have a different border.
    private void Extend(float[] slice)
    {
        int front = _x.Front(_kernel.Columns), above = _y.Front(_kernel.Rows);
        for (int y = 0; y < _extendedHeight; y++)
        {
            Span<float> row = _extended.AsSpan(y * _extendedWidth, _extendedWidth);
            int sourceY = Border.Map(_y.Border.Mode, y - above, _height);
            if (sourceY < 0)
            {
                row.Fill((float)_y.Border.Value);
                continue;
            }
            for (int x = 0; x < row.Length; x++)
                row[x] = Border.Map(_x.Border.Mode, x - front, _width) is >= 0 and var sourceX
                    ? slice[(sourceY * _width) + sourceX]
                    : (float)_x.Border.Value;
        }
    }
}
