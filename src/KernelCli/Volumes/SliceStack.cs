using KernelCli.Cli.Layers;
using KernelCli.Cli.Output;
using KernelCli.Layers;
using KernelCli.Primitives;

namespace KernelCli.Cli.Volumes;

/// <summary>
/// Pictures of one size as the slices of a volume, each filtered along rows and columns when it is first asked for; no more of them than a kernel is deep are
/// kept. Samples are in the unit of the first slice: 8 bit, 16 bit and float may be mixed.
/// </summary>
internal sealed class SliceStack(IReadOnlyList<string> paths, ImageInfo first, VolumeFilter filter, int kept, ImageLimits limits)
{
    private readonly Dictionary<int, float[][]> _filtered = [];
    private readonly Queue<int> _order = [];
    private float[][]? _constant;

    /// <summary>Number of slices.</summary>
    public int Count => paths.Count;

    /// <summary>What a slice gives.</summary>
    /// <exception cref="UsageException">It has another size than the first.</exception>
    public float[][] this[int index]
    {
        get
        {
            if (_filtered.TryGetValue(index, out float[][]? filtered))
                return filtered;
            Tensor slice = PictureTensor.ReadLuma(paths[index], first.Format.Sample.FullRange(), limits);
            CheckSize(paths[index], new ImageInfo(slice.Shape[2], slice.Shape[1], first.Format), first);
            if (_order.Count == kept)
                _filtered.Remove(_order.Dequeue());
            _order.Enqueue(index);
            return _filtered[index] = filter.Across(slice.Values);
        }
    }

    /// <summary>What a slice gives that is one value all over.</summary>
    public float[][] Constant(double value)
    {
        _constant ??= filter.Across(value);
        return _constant;
    }

    /// <summary>Sees that a slice is as large as the first.</summary>
    /// <exception cref="UsageException">It is not.</exception>
    public static void CheckSize(string path, ImageInfo slice, ImageInfo first)
    {
        if ((slice.Width, slice.Height) != (first.Width, first.Height))
            throw new UsageException($"{path}: a slice of {slice.Width}x{slice.Height} where the others have {first.Width}x{first.Height}");
    }
}
