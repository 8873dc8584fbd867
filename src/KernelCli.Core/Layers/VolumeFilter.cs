using KernelCli.Correlation;
using KernelCli.Kernels;
using KernelCli.Primitives;

namespace KernelCli.Layers;

/// <summary>
/// Filters the slices of a volume by the engine of planes: each slice along rows and columns, then through the slices. A kernel that is a product
/// of three lines so takes three passes; any other takes a plane of weights for each slice, whose results are added up in double.
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
    /// <param name="x">How the kernel moves along rows; a constant border's value is a sample.</param>
    /// <param name="y">How it moves down columns.</param>
    /// <param name="width">Columns of a slice.</param>
    /// <param name="height">Rows of a slice.</param>
    /// <param name="threads">Threads; 0 for all cores.</param>
    public VolumeFilter(VolumeKernel kernel, VolumeAxis x, VolumeAxis y, int width, int height, int threads)
    {
        (_kernel, _x, _y, _width, _height) = (kernel, x, y, width, height);
        (Columns, Rows) = (x.Outputs(width, kernel.Columns), y.Outputs(height, kernel.Rows));
        (_extendedWidth, _extendedHeight) = (((Columns - 1) * x.Stride) + kernel.Columns, ((Rows - 1) * y.Stride) + kernel.Rows);
        _extended = new float[_extendedWidth * _extendedHeight];
        _options = new CorrelationOptions { Padding = Padding.Valid, Stride = new Step(x.Stride, y.Stride), Threads = threads };
    }

    /// <summary>Columns of a result.</summary>
    public int Columns { get; }

    /// <summary>Rows of a result.</summary>
    public int Rows { get; }

    /// <summary>Bytes that a filter holds, and that results of as many slices as a kernel is deep take.</summary>
    public static long Bytes(VolumeKernel kernel, VolumeAxis x, VolumeAxis y, int width, int height)
    {
        long columns = x.Outputs(width, kernel.Columns), rows = y.Outputs(height, kernel.Rows);
        long extended = (((columns - 1) * x.Stride) + kernel.Columns) * (((rows - 1) * y.Stride) + kernel.Rows);
        return (extended + ((long)width * height) + (columns * rows * (kernel.Slices + 3L)) + ((long)PieceSamples * kernel.Slices)) * sizeof(float);
    }

    /// <summary>What a slice gives along rows and columns: of a kernel with a line through the slices once, of any other once for each slice of the kernel.</summary>
    public float[][] Across(float[] slice)
    {
        Extend(slice);
        return Filter();
    }

    private float[][] Filter() =>
        [.. _kernel.Planes.Select(plane =>
        {
            float[] result = new float[Columns * Rows];
            Correlator.Correlate(new ReadOnlyPlane<float>(_extended, _extendedWidth, _extendedHeight), new Plane<float>(result, Columns, Rows), plane, _options);
            return result;
        })];

    /// <summary>What a slice gives that is one value all over, also around itself.</summary>
    public float[][] Across(double value)
    {
        Array.Fill(_extended, (float)value);
        return Filter();
    }

    /// <summary>A result, undivided, of what the slices under the kernel gave.</summary>
    public float[] Through(IReadOnlyList<float[][]> slices)
    {
        int area = Columns * Rows;
        float[] result = new float[area];
        if (_kernel.Depth is { } depth)
        {
            // The slices are the rows of a plane, and the line through them is a column of weights; a piece of the slices at a time.
            Kernel column = Kernel.FromFactors(depth, [1]);
            float[] window = new float[Math.Min(area, PieceSamples) * slices.Count];
            for (int from = 0; from < area; from += PieceSamples)
            {
                int count = Math.Min(PieceSamples, area - from);
                for (int k = 0; k < slices.Count; k++)
                    slices[k][0].AsSpan(from, count).CopyTo(window.AsSpan(k * count));
                Correlator.Correlate(new ReadOnlyPlane<float>(window, count, slices.Count), new Plane<float>(result.AsSpan(from), count, 1), column, _options with { Stride = Step.One });
            }
            return result;
        }
        for (int i = 0; i < area; i++)
        {
            double sum = 0;
            for (int k = 0; k < slices.Count; k++)
                sum += slices[k][k][i];
            result[i] = (float)sum;
        }
        return result;
    }

    // The slice with what is found around it, rule by rule: each axis may have a border of its own.
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
                row[x] = Border.Map(_x.Border.Mode, x - front, _width) is >= 0 and var sourceX ? slice[(sourceY * _width) + sourceX] : (float)_x.Border.Value;
        }
    }
}
