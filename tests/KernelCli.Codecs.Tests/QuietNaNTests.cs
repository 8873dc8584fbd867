using System.Runtime.InteropServices;
using KernelCli.Codecs.Registry;
using KernelCli.Layers;
using KernelCli.Layers.Files;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Tests;

public sealed class QuietNaNTests
{
    [Theory]
    [InlineData("pfm")]
    [InlineData("npy")]
    public void Every_float_file_has_one_NaN(string name)
    {
        uint[] bits = [0x7FC00000, 0xFFC00000, 0x7F800001, 0xFFFFFFFF, 0x7F800000, 0xFF800000, 0x80000000, 0x3F800000, 1];
        float[] samples = MemoryMarshal.Cast<uint, float>(bits).ToArray();
        using var file = new MemoryStream();
        using (IRowSink sink = ImageCodecs.All.Single(codec => codec.Name == name).Create(file, new ImageInfo(bits.Length, 2, new PixelFormat(PixelLayout.Gray, SampleType.Float32)), EncodeOptions.Default))
        {
            sink.WriteRow(MemoryMarshal.AsBytes(samples.AsSpan()));
            sink.WriteRow(MemoryMarshal.AsBytes(samples.AsSpan()));
            sink.Complete();
        }
        uint[] expected = [0x7FC00000, 0x7FC00000, 0x7FC00000, 0x7FC00000, 0x7F800000, 0xFF800000, 0x80000000, 0x3F800000, 1];
        Assert.Equal([.. expected, .. expected], MemoryMarshal.Cast<byte, uint>(file.ToArray().AsSpan((int)file.Length - (8 * bits.Length))).ToArray());
        // What was given is the caller's.
        Assert.Equal(bits, MemoryMarshal.Cast<float, uint>(samples).ToArray());
    }

    [Fact]
    public void A_tensor_too()
    {
        using var file = new MemoryStream();
        NpyTensor.Write(file, new Tensor([3], [float.NaN, -float.NaN, 2]));
        Assert.Equal([0x7FC00000u, 0x7FC00000u, 0x40000000u], MemoryMarshal.Cast<byte, uint>(file.ToArray().AsSpan((int)file.Length - 12)).ToArray());
    }
}
