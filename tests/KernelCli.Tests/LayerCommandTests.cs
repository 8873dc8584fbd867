using System.Text;
using KernelCli.Layers;
using KernelCli.Layers.Files;
using KernelCli.Primitives;
using KernelCli.Tests.Support;

namespace KernelCli.Tests;

/// <summary>Layers, volumes and sheets by the real program.</summary>
public sealed class LayerCommandTests : IDisposable
{
    private readonly Workspace _work = new();

    [Fact]
    public void A_layer_mixes_normalised_channels()
    {
        string input = _work.Picture("in.png");
        Npy("w.npy", [2, 3, 1, 1], [1, 0, 0, 0.5f, 0.5f, -1]);
        Npy("b.npy", [2], [0.25f, 0]);
        Layer(input, "--weights", _work["w.npy"], "--bias", _work["b.npy"], "--mean", "0.5,0.4,0.3", "--std", "0.25,0.5,1", "-o", _work["out.npy"]).Succeeded();
        Tensor output = Read("out.npy");
        byte[] samples = _work.Read("in.png").Samples;
        Assert.Equal([2, 30, 40], output.Shape);
        for (int i = 0; i < 1200; i++)
        {
            double r = ((samples[3 * i] / 255.0) - 0.5) / 0.25, g = ((samples[(3 * i) + 1] / 255.0) - 0.4) / 0.5, b = (samples[(3 * i) + 2] / 255.0) - 0.3;
            Assert.Equal(r + 0.25, output.Values[i], 1e-5);
            Assert.Equal((0.5 * r) + (0.5 * g) - b, output.Values[1200 + i], 1e-5);
        }
    }

    [Fact]
    public void Feature_maps_go_into_a_folder_or_a_picture()
    {
        string input = _work.Picture("in.png");
        Npy("w.npy", [5, 3, 3, 3], [.. Enumerable.Range(0, 135).Select(i => (i % 7) - 3f)]);
        Layer(input, "--weights", _work["w.npy"], "--padding", "1", "--activation", "relu", "-O", _work["maps"], "--montage", _work["m.png"]).Succeeded();
        Assert.Equal(5, Directory.GetFiles(_work["maps"], "in-00?.npy").Length);
        Assert.Equal([30, 40], Read("maps/in-004.npy").Shape);
        Assert.True(_work.Read("m.png").Info.Width >= 80);
        Layer(_work["maps/in-000.npy"], "--weights", _work["w.npy"], "-o", _work["x.npy"]).Failed(2, "(5, 3, 3, 3)", "(1, 30, 40)", "want 3 channels");
        Assert.False(File.Exists(_work["x.npy"]));
    }

    [Fact]
    public void A_mask_gates_a_picture_through_a_layer()
    {
        string input = _work.Picture("in.png"), mask = _work.Picture("mask.pgm", layout: PixelLayout.Gray);
        Npy("w.npy", [1, 1, 1, 1], [4]);
        Layer(input, "--weights", _work["w.npy"], "--activation", "sigmoid", "--gate", mask, "-o", _work["out.npy"]).Succeeded();
        Tensor output = Read("out.npy");
        (byte[] samples, byte[] gate) = (_work.Read("in.png").Samples, _work.Read("mask.pgm").Samples);
        for (int i = 0; i < 1200; i++)
            Assert.Equal(samples[3 * i] / 255.0 / (1 + Math.Exp(-4 * gate[i] / 255.0)), output.Values[i], 1e-5);

        // The chain's mask does the same without a layer.
        Tool.Run("apply", mask, "-f", $"mask:{mask}:sigmoid:invert", "-o", _work["gated.pgm"]).Succeeded();
        Assert.Equal(gate.Select(v => (byte)Math.Floor((v * (1 - (1 / (1 + Math.Exp(-v / 255.0))))) + 0.5)), _work.Read("gated.pgm").Samples);
        Tool.Run("apply", mask, "-f", $"mask:{mask}:invert", "-o", _work["left.pgm"]).Succeeded();
        Assert.Equal(gate.Select(v => (byte)Math.Floor((v * (255 - v) / 255.0) + 0.5)), _work.Read("left.pgm").Samples);
    }

    [Theory]
    [InlineData("F32", "00008040")]
    [InlineData("F64", "0000000000001040")]
    [InlineData("F16", "0044")]
    [InlineData("BF16", "8040")]
    public void Tensors_come_in_four_types(string type, string four)
    {
        Safetensors("m.safetensors", $"{{\"__metadata__\":{{\"a\":\"b\"}},\"w\":{{\"dtype\":\"{type}\",\"shape\":[1,1,1,1],\"data_offsets\":[0,{four.Length / 2}]}}}}", Convert.FromHexString(four));
        Layer(_work.Picture("in.pgm", layout: PixelLayout.Gray), "--weights", _work["m.safetensors"] + ":w", "-o", _work["out.npy"]).Succeeded();
        Assert.Equal(_work.Read("in.pgm").Samples[7] * 4 / 255.0, Read("out.npy").Values[7], 1e-5);
    }

    [Theory]
    [InlineData("{\"w\":{\"dtype\":\"F32\",\"shape\":[1,1,1,1],\"data_offsets\":[0,400]}}", "says it lies at 0 to 400 of 8 bytes")]
    [InlineData("{\"w\":{\"dtype\":\"F32\",\"shape\":[1,1,1,1],\"data_offsets\":[4,0]}}", "says it lies at 4 to 0")]
    [InlineData("{\"w\":{\"dtype\":\"F32\",\"shape\":[1,1,1,2],\"data_offsets\":[0,4]}}", "of shape (1, 1, 1, 2) and type F32 has 4 bytes")]
    [InlineData("{\"w\":{\"dtype\":\"F32\",\"shape\":[1,1,1,1],\"data_offsets\":[0,4]},\"v\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[2,6]}}", "lie over each other")]
    [InlineData("{\"w\":{\"dtype\":\"I32\",\"shape\":[1,1,1,1],\"data_offsets\":[0,4]}}", "has type I32")]
    [InlineData("{\"v\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", "there is no tensor 'w'")]
    [InlineData("{\"w\":{\"dtype\":\"F32\",\"shape\":[1,-1],\"data_offsets\":[0,4]}}", "of shape (1, -1)")]
    [InlineData("{\"w\":{\"dtype\":\"F32\",\"shape\":\"x\",\"data_offsets\":[0,4]}}", "not what a safetensors file has")]
    [InlineData("{\"w\":{\"shape\":[1]}}", "not what a safetensors file has")]
    [InlineData("[1,2]", "not what a safetensors file has")]
    [InlineData("nonsense", "not what a safetensors file has")]
    public void Headers_that_lie_are_refused(string header, string problem)
    {
        Safetensors("m.safetensors", header, new byte[8]);
        Layer(_work.Picture("in.pgm", layout: PixelLayout.Gray), "--weights", _work["m.safetensors"] + ":w", "-o", _work["out.npy"]).Failed(2, problem);
        Assert.False(File.Exists(_work["out.npy"]));
    }

    [Fact]
    public void What_is_no_array_of_numbers_is_refused()
    {
        string input = _work.Picture("in.pgm", layout: PixelLayout.Gray), output = _work["out.npy"];
        File.WriteAllBytes(_work["huge.safetensors"], [.. BitConverter.GetBytes(100L << 20), 1, 2, 3]);
        Layer(input, "--weights", _work["huge.safetensors"] + ":w", "-o", output).Failed(2, "a header of 104857600 bytes cannot be");
        foreach ((string header, string problem) in ((string, string)[])[("{'descr': '|O', 'fortran_order': False, 'shape': (1, 1, 1, 1), }", "type '|O'"), ("{'descr': '<f4', 'fortran_order': True, 'shape': (1, 1, 1, 1), }", "Fortran order"),
            ("{'descr': '<f4', 'fortran_order': False, 'shape': (9, 1, 1, 1), }", "shape (9, 1, 1, 1) needs 36 bytes, the file has 4"), ("{'descr': '<f4', 'fortran_order': False, 'shape': (99999, 99999, 99999, 9), }", "limit")])
        {
            File.WriteAllBytes(_work["w.npy"], [0x93, .. "NUMPY"u8, 1, 0, (byte)(header.Length + 1), 0, .. Encoding.ASCII.GetBytes(header), (byte)'\n', 0, 0, 0, 0]);
            Tool run = Layer(input, "--weights", _work["w.npy"], "-o", output);
            Assert.Contains(problem, run.Error, StringComparison.Ordinal);
            Assert.True(run.ExitCode is 2 or 4, run.Error);
        }
        Layer(input, "--weights", _work["none.npy"], "-o", output).Failed(2, "none.npy: no such file");
        Layer(input, "--weights", _work["huge.safetensors"], "-o", output).Failed(2, "say which tensor");
        Layer(input, "-o", output).Failed(2, "--weights", "--model");
        File.WriteAllText(_work["m.json"], "{\"layers\": [{\"wieghts\": \"w.npy\"}]}");
        Layer(input, "--model", _work["m.json"], "-o", output).Failed(2, "unknown key 'wieghts'", "weights");
        foreach ((string model, string problem) in ((string, string)[])[("{\"layers\": [{\"weights\": \"nope.npy\"}]}", "nope.npy: no such file"), ("{\"layers\": [{\"weights\": null}]}", "'weights' is the name"), ("{\"layers\": [5]}", "a layer is an object"),
            ("{\"layers\": [{\"weights\": \"good.npy\", \"stride\": 1.5}]}", "'stride' is a whole number"), ("{\"layers\": [{\"weights\": \"good.npy\", \"padding\": [2147483647, 0]}]}", "a padding of 2147483647")])
        {
            Npy("good.npy", [1, 1, 1, 1], [1]);
            File.WriteAllText(_work["m.json"], model);
            Layer(input, "--model", _work["m.json"], "-o", output).Failed(2, problem);
        }
        Npy("line.npy", [5], [1, 2, 3, 4, 5]);
        Layer(_work["line.npy"], "--weights", _work["good.npy"], "--mean", "1", "-o", output).Failed(2, "shape (5)");
        Layer(input, "--weights", _work["good.npy"], "-o", output, "--montage", _work["m.xyz"]).Failed(2, "--montage");
        Assert.False(File.Exists(output));
    }

    [Fact]
    public void A_volume_of_bytes_under_a_box_is_exact()
    {
        byte[][] slices = [.. Enumerable.Range(0, 5).Select(i => Noise($"s{i}.pgm", i))];
        string[] names = [.. Enumerable.Range(0, 5).Select(i => _work[$"s{i}.pgm"])];
        Tool.Run(["volume", .. names, "-f", "box3d:3", "-O", _work["out"], "--border", "replicate,wrap,symmetric", "--stride", "1,2,2"]).Succeeded();
        Assert.Equal(3, Directory.GetFiles(_work["out"]).Length);
        for (int z = 0; z < 3; z++)
        {
            byte[] result = _work.Read($"out/slice-{z:0000}.pgm").Samples;
            for (int y = 0; y < 8; y++)
                for (int x = 0; x < 20; x++)
                {
                    int sum = 0;
                    for (int k = -1; k <= 1; k++)
                        for (int j = -1; j <= 1; j++)
                            for (int i = -1; i <= 1; i++)
                            {
                                int sz = (2 * z) + k, sy = ((2 * y) + j + 15) % 15, sx = Math.Clamp(x + i, 0, 19);
                                sum += slices[sz < 0 ? 0 : sz > 4 ? 4 : sz][(sy * 20) + sx];
                            }
                    Assert.Equal(((2 * sum) + 27) / 54, result[(y * 20) + x]);
                }
        }
        Tool.Run(["volume", .. names, "-f", "gaussian3d:0.5", "-O", _work["g"]]).Succeeded();
        Tool.Run("volume", names[0], _work.Picture("other.pgm", 21, 15, PixelLayout.Gray), "-f", "box3d:3", "-O", _work["bad"]).Failed(2, "other.pgm", "21x15", "20x15");
        Tool.Run(["volume", .. names, "-f", "box3d:7", "--padding", "valid", "-O", _work["bad"]]).Failed(2, "7x7x7", "20x15x5");
        Tool.Run(["volume", .. names, _work["none.pgm"], "-f", "box3d:3", "-O", _work["bad"]]).Failed(2, "none.pgm: no such file");
        Assert.False(Directory.Exists(_work["bad"]));
        Tool.Run("volume", _work["out/slice-0000.pgm"], _work["out/slice-0001.pgm"], "-f", "box3d:3", "-O", _work["out"]).Failed(2, "is an input");
        Tool.Run(["volume", .. names, "-f", "bax3d:7", "-O", _work["bad"]]).Failed(2, "box3d");
    }

    [Fact]
    public void Slices_of_unlike_depth_are_brought_to_one_scale()
    {
        var gray = new ImageInfo(4, 3, new PixelFormat(PixelLayout.Gray, SampleType.UInt8));
        _work.Write("a.png", gray, (_, _, _) => 100);
        Tool.Run("apply", _work["a.png"], "-f", "identity", "--depth", "16", "-o", _work["b.png"]).Succeeded();
        Tool.Run("apply", _work["a.png"], "-f", "identity", "--depth", "f32", "-o", _work["c.pfm"]).Succeeded();
        foreach (string spec in (string[])["box3d:3", "gaussian3d:1", "gaussian3d:4"])
            foreach (string[] order in (string[][])[["a.png", "b.png", "c.pfm"], ["b.png", "c.pfm", "a.png"], ["c.pfm", "a.png", "b.png"]])
            {
                Tool.Run(["volume", .. order.Select(name => _work[name]), "-f", spec, "-O", _work["mixed"]]).Succeeded();
                foreach (string path in Directory.GetFiles(_work["mixed"]))
                    Assert.Equal(0, Tool.Run("compare", path, _work["a.png"], "--max-diff", path.EndsWith(".pfm", StringComparison.Ordinal) ? "0.0001" : "0").ExitCode);
                Directory.Delete(_work["mixed"], recursive: true);
            }
    }

    [Theory]
    [InlineData("gaussian3d:4")]
    [InlineData("gaussian3d:8")]
    [InlineData("gaussian3d:20")]
    [InlineData("box3d:41")]
    public void A_flat_volume_of_16_bit_stays_flat(string spec)
    {
        ushort[] samples = [.. Enumerable.Repeat(System.Buffers.Binary.BinaryPrimitives.ReverseEndianness((ushort)60000), 30)];
        File.WriteAllBytes(_work["flat.pgm"], [.. "P5\n6 5\n65535\n"u8, .. System.Runtime.InteropServices.MemoryMarshal.AsBytes(samples.AsSpan())]);
        Tool.Run("volume", _work["flat.pgm"], "-f", spec, "-O", _work["out"]).Succeeded();
        Assert.All(System.Runtime.InteropServices.MemoryMarshal.Cast<byte, ushort>(_work.Read("out/slice-0000.pgm").Samples).ToArray(), v => Assert.Equal(60000, v));
    }

    [Fact]
    public void Sheets_show_banks_and_the_catalogue()
    {
        Npy("w.npy", [4, 3, 3, 3], [.. Enumerable.Range(0, 108).Select(i => (i % 9) - 4f)]);
        Tool.Run("kernels", "sheet", _work["w.npy"], "-o", _work["s.png"], "--cell", "5", "--scale", "one").Succeeded();
        (ImageInfo info, byte[] samples) = _work.Read("s.png");
        Assert.Equal((3 * 19) + 4, info.Width);

        // The largest weight is red, the least blue, none white.
        Assert.Contains(Convert.ToHexString([255, 40, 40]), Convert.ToHexString(samples), StringComparison.Ordinal);
        Assert.Contains(Convert.ToHexString([40, 40, 255]), Convert.ToHexString(samples), StringComparison.Ordinal);
        Tool.Run("kernels", "sheet", "--apply", _work.Picture("in.png"), "-o", _work["c.png"]).Succeeded();
        Assert.True(_work.Read("c.png").Info.Width > 120);
        Tool.Run("kernels", "sheet", "-o", _work["x.png"]).Failed(2, "--apply");
    }

    public void Dispose() => _work.Dispose();

    private static Tool Layer(params string[] arguments) => Tool.Run(["layer", .. arguments]);

    private byte[] Noise(string name, int seed)
    {
        byte[] samples = new byte[300];
        new Random(seed).NextBytes(samples);
        File.WriteAllBytes(_work[name], [.. "P5\n20 15\n255\n"u8, .. samples]);
        return samples;
    }

    private void Npy(string name, int[] shape, float[] values)
    {
        using FileStream stream = File.Create(_work[name]);
        NpyTensor.Write(stream, new Tensor(shape, values));
    }

    private Tensor Read(string name)
    {
        using FileStream stream = File.OpenRead(_work[name]);
        return NpyTensor.Read(name, stream, ImageLimits.Default);
    }

    private void Safetensors(string name, string header, byte[] data) =>
        File.WriteAllBytes(_work[name], [.. BitConverter.GetBytes((long)Encoding.UTF8.GetByteCount(header)), .. Encoding.UTF8.GetBytes(header), .. data]);
}
