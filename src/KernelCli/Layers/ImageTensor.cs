using KernelCli.Chains;
using KernelCli.Cli.Errors;
using KernelCli.Cli.Inputs;
using KernelCli.Codecs;
using KernelCli.Layers;
using KernelCli.Pointwise;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Cli.Layers;

/// <summary>Pictures as tensors (channels, rows, columns).</summary>
internal static class ImageTensor
{
    /// <summary>
    /// Reads a picture in fractions of full range, or the unscaled values of an .npy array; an array of two axes gets
    /// one channel.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="channels">Gray for the luma of a picture; otherwise, its channels are kept. Alpha is dropped.</param>
    /// <param name="limits">The limits on pictures and memory.</param>
    public static Tensor Read(string path, ChannelMode? channels, ImageLimits limits) => FileException.Guard(path, () =>
    {
        if (path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase))
        {
            Tensor tensor = LayerRequest.ReadTensor(path, limits);
            return tensor.Shape.Length == 2 ? tensor with { Shape = [1, .. tensor.Shape] } : tensor;
        }
        IRowSource picture = Open(path, channels, limits);
        using (picture)
            return ReadSamples(picture, limits, picture.Info.Format.Sample.FullRange());
    });

    /// <summary>Reads a picture's luma, scaled to a range.</summary>
    /// <param name="path">The file.</param>
    /// <param name="fullRange">The value of white in the result.</param>
    /// <param name="limits">The limits on pictures and memory.</param>
    public static Tensor ReadLuma(string path, double fullRange, ImageLimits limits) => FileException.Guard(path, () =>
    {
        IRowSource picture = Open(path, ChannelMode.Gray, limits);
        using (picture)
            return ReadSamples(picture, limits, picture.Info.Format.Sample.FullRange() / fullRange);
    });

    private static Tensor ReadSamples(IRowSource picture, ImageLimits limits, double white)
    {
        (int width, int height, int channels) = (picture.Info.Width, picture.Info.Height, picture.Info.Format.Channels);
        limits.CheckMemory(picture.Info.Pixels * channels * sizeof(float));
        Tensor tensor = Tensor.Zeros(channels, height, width);
        (byte[] row, float[] values) = (new byte[picture.Info.RowBytes], new float[picture.Info.RowSamples]);
        for (int y = 0; y < height; y++)
        {
            picture.ReadRow(row);
            SampleRow.ToSingle(picture.Info.Format.Sample, row, values);
            for (int c = 0; c < channels; c++)
                for (int x = 0; x < width; x++)
                    tensor.Values[(((c * height) + y) * width) + x] = (float)(values[(x * channels) + c] / white);
        }
        picture.Complete();
        return tensor;
    }

    private static IRowSource Open(string path, ChannelMode? channels, ImageLimits limits)
    {
        var options = new DecodeOptions { Limits = limits, LumaOnly = channels is ChannelMode.Gray };
        IRowSource picture = ImageFile.OpenOpaque(path, options);
        return channels is ChannelMode.Gray && picture.Info.Format.ColorChannels == 3 ? new LumaRowSource(picture, Luma.Bt601) : picture;
    }
}
