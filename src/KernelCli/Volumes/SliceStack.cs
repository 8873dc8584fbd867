using KernelCli.Cli.Layers;
using KernelCli.Cli.Output;
using KernelCli.Layers;
using KernelCli.Primitives;

namespace KernelCli.Cli.Volumes;

/// <summary>Pictures of one size as the slices of a volume; no more of them than a kernel is deep are in memory.</summary>
internal sealed class SliceStack(IReadOnlyList<string> paths, ImageInfo source, int kept, ImageLimits limits)
{
    private readonly Dictionary<int, Tensor> _slices = [];
    private readonly Queue<int> _order = [];

    /// <summary>Number of slices.</summary>
    public int Count => paths.Count;

    /// <summary>A slice's samples.</summary>
    /// <exception cref="UsageException">It has another size than the first.</exception>
    public Tensor this[int index]
    {
        get
        {
            if (_slices.TryGetValue(index, out Tensor? slice))
                return slice;
            slice = PictureTensor.ReadSamples(paths[index], limits);
            CheckSize(paths[index], new ImageInfo(slice.Shape[2], slice.Shape[1], source.Format), source);
            if (_order.Count == kept)
                _slices.Remove(_order.Dequeue());
            _order.Enqueue(index);
            return _slices[index] = slice;
        }
    }

    /// <summary>Sees that a slice is as large as the first.</summary>
    /// <exception cref="UsageException">It is not.</exception>
    public static void CheckSize(string path, ImageInfo slice, ImageInfo first)
    {
        if ((slice.Width, slice.Height) != (first.Width, first.Height))
            throw new UsageException($"{path}: a slice of {slice.Width}x{slice.Height} where the others have {first.Width}x{first.Height}");
    }
}
