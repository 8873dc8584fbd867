using KernelCli.Primitives;

namespace KernelCli.Layers;

/// <summary>Weights of four output channels side by side, tap by tap; channels that fill up the last block have weights of 0.</summary>
internal sealed unsafe class WeightBlocks
{
    private readonly AlignedBuffer _weights;
    private readonly AlignedBuffer _starts;

    public WeightBlocks(ConvolutionLayer layer)
    {
        int[] shape = layer.Weights.Shape;
        Taps = shape[1] * shape[2] * shape[3];
        GroupChannels = shape[0] / layer.Groups;
        PerGroup = (GroupChannels + LayerSums.Channels - 1) / LayerSums.Channels;
        long blocks = (long)PerGroup * layer.Groups;
        _weights = new AlignedBuffer(blocks * Taps * LayerSums.Channels * sizeof(float));
        _starts = new AlignedBuffer(blocks * LayerSums.Channels * sizeof(float));
        for (int channel = 0; channel < shape[0]; channel++)
        {
            At(channel / GroupChannels, channel % GroupChannels / LayerSums.Channels, out float* weights, out float* start);
            int lane = channel % GroupChannels % LayerSums.Channels;
            start[lane] = layer.Bias?.Values[channel] ?? 0;
            for (int tap = 0; tap < Taps; tap++)
                weights[(tap * LayerSums.Channels) + lane] = layer.Weights.Values[(channel * Taps) + tap];
        }
    }

    /// <summary>Taps of a kernel, over all its input channels.</summary>
    public int Taps { get; }

    /// <summary>Output channels of a group.</summary>
    public int GroupChannels { get; }

    /// <summary>Blocks of a group.</summary>
    public int PerGroup { get; }

    /// <summary>Number of output channels in a block, without those that fill up the last one.</summary>
    public int ChannelsOf(int block) => Math.Min(LayerSums.Channels, GroupChannels - (block * LayerSums.Channels));

    /// <summary>The weights of a block and the initial values of its sums.</summary>
    public void At(int group, int block, out float* weights, out float* start)
    {
        long index = ((long)group * PerGroup) + block;
        weights = (float*)_weights.Pointer + (index * Taps * LayerSums.Channels);
        start = (float*)_starts.Pointer + (index * LayerSums.Channels);
    }
}
