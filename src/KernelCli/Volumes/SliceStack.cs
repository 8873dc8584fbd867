using KernelCli.Cli.Errors;
using KernelCli.Cli.Layers;
using KernelCli.Layers;
using KernelCli.Primitives;

namespace KernelCli.Cli.Volumes;

/// <summary>
/// Pictures of the same size as the slices of a volume. A slice is read and prepared on demand, and a fixed number of
/// the most recently used ones is cached. Samples are scaled to the full range of the first slice, so 8 bit, 16 bit and
/// float may be mixed.
/// </summary>
internal sealed class SliceStack(IReadOnlyList<string> paths, ImageInfo first, VolumeFilter filter, int kept, ImageLimits limits)
{
    private readonly Dictionary<int, float[]> _prepared = [];
    private readonly List<int> _order = [];

    /// <summary>Number of slices.</summary>
    public int Count => paths.Count;

    /// <summary>A slice as <see cref="VolumeFilter.Prepare"/> returns it.</summary>
    /// <exception cref="UsageException">Its size differs from that of the first slice.</exception>
    public float[] this[int index]
    {
        get
        {
            if (_prepared.TryGetValue(index, out float[]? prepared))
            {
                _order.Remove(index);
                _order.Add(index);
                return prepared;
            }
            Tensor slice = ImageTensor.ReadLuma(paths[index], first.Format.Sample.FullRange(), limits);
            CheckSize(paths[index], new ImageInfo(slice.Shape[2], slice.Shape[1], first.Format), first);
            if (_order.Count == kept)
            {
                _prepared.Remove(_order[0]);
                _order.RemoveAt(0);
            }
            _order.Add(index);
            return _prepared[index] = filter.Prepare(slice.Values);
        }
    }

    /// <summary>Checks that a slice has the size of the first.</summary>
    /// <exception cref="UsageException">The sizes differ.</exception>
    public static void CheckSize(string path, ImageInfo slice, ImageInfo first)
    {
        if ((slice.Width, slice.Height) != (first.Width, first.Height))
            throw new UsageException($"{path}: a slice of {slice.Width}x{slice.Height} where the others have {first.Width}x{first.Height}");
    }
}
