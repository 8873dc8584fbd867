using KernelCli.Cli.Layers;
using KernelCli.Cli.Output;
using KernelCli.Layers;
using KernelCli.Primitives;

namespace KernelCli.Cli.Volumes;

/// <summary>Pictures of one size as the slices of a volume; no more of them than a kernel is deep are in memory.</summary>
internal sealed class SliceStack(IReadOnlyList<string> paths, int kept, ImageLimits limits)
{
    private readonly Dictionary<int, Tensor> _slices = [];
    private readonly Queue<int> _order = [];
    private int[]? _shape;

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
            _shape ??= slice.Shape;
            if (!slice.Shape.AsSpan().SequenceEqual(_shape))
                throw new UsageException($"{paths[index]}: a slice of {slice.Shape[2]}x{slice.Shape[1]} where the others have {_shape[2]}x{_shape[1]}");
            if (_order.Count == kept)
                _slices.Remove(_order.Dequeue());
            _order.Enqueue(index);
            return _slices[index] = slice;
        }
    }
}
