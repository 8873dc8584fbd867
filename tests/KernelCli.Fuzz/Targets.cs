using System.Text;
using KernelCli.Chains.Parsing;
using KernelCli.Codecs;
using KernelCli.Codecs.Frames;
using KernelCli.Codecs.Registry;
using KernelCli.Kernels.Files;
using KernelCli.Layers.Files;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Fuzz;

/// <summary>What takes bytes from anywhere.</summary>
/// <param name="Run">Takes them; throws nothing but what is wrong with the program.</param>
/// <param name="Seeds">Inputs to begin with.</param>
internal sealed record Target(Action<byte[]> Run, Func<IEnumerable<byte[]>> Seeds);

/// <summary>One target for each decoder, and for each language that users write.</summary>
internal static class Targets
{
    private static readonly ImageLimits Limits = new() { MaxPixels = 1 << 18, MaxMemory = 64 << 20 };

    public static readonly SortedDictionary<string, Target> All = new(StringComparer.Ordinal)
    {
        ["spec"] = new(Spec, () => Texts("gaussian:2:size=9:border=wrap", "custom:1,-2,1/0,5e-3,0:div=3:bias=9:stride=2x3", "median:5:shape=disk", "unsharp:2:amount=0.8:threshold=4", "mask:a.png:sigmoid:invert", "separable:1,2,1/1,0,-1:norm=auto", "canny:1:20:60", "file=k")),
        ["kernel-text"] = new(bytes => Kernel(bytes, "k.txt"), () => Texts("1 2 1\n2 4 2\n1 2 1\n", "3 3 16 0\n1 2 1\n2 4 2\n1 2 1\n", "# a\n1,2;3,4\n")),
        ["kernel-json"] = new(bytes => Kernel(bytes, "k.json"), () => Texts("{\"weights\": [[1, 2, 1], [0, 0, 0]], \"divisor\": 4, \"anchor\": [1, 0]}", "[[1,2],[3,4]]")),
        ["kernel-npy"] = new(bytes => Kernel(bytes, "k.npy"), () => [[.. "\u0093NUMPY"u8[1..], 1]]),
        ["model"] = new(Model, () => Texts("{\"layers\": [{\"weights\": \"w.npy\", \"stride\": [2, 2], \"padding\": [1, 1], \"border\": \"replicate\", \"activation\": \"leaky:0.1\"}]}")),
        ["chain"] = new(ChainOracle.Check, ChainOracle.Seeds),
        ["png"] = Decoder("png", "apng"),
        ["jpeg"] = Decoder("jpeg"),
        ["gif"] = Decoder("gif"),
        ["webp"] = Decoder("webp"),
        ["tiff"] = Decoder("tiff"),
        ["bmp"] = Decoder("bmp"),
        ["pnm"] = Decoder("pnm", "pam", "pfm"),
        ["qoi"] = Decoder("qoi"),
        ["npy"] = Decoder("npy"),
        ["tga"] = Decoder("tga"),
    };

    private static Target Decoder(params string[] formats) => new(Decode, () => formats.SelectMany(Pictures.Of));

    // A sound file is read alike where damage is refused and where it is read past.
    private static void Decode(byte[] file)
    {
        string? strict = Read(file, null), lenient = Read(file, _ => { });
        if (strict is not null && strict != lenient)
            throw new InvalidOperationException($"read as {strict}, and past damage as {lenient}");
    }

    private static string? Read(byte[] file, Action<ImageFormatException>? onDamage)
    {
        try
        {
            var options = new DecodeOptions { Limits = Limits, OnDamage = onDamage };
            using FrameReader frames = ImageCodecs.OpenFrames(new MemoryStream(file), options, out ImageCodec codec);
            var digest = new HashCode();
            for (int i = 0; i < Math.Min(frames.Frames.Count, 8); i++)
            {
                using IRowSource rows = frames.Open(i);
                byte[] row = new byte[rows.Info.RowBytes];
                for (int y = 0; y < rows.Info.Height; y++)
                {
                    rows.ReadRow(row);
                    digest.AddBytes(row);
                }
                rows.Complete();
            }
            frames.Complete();
            return $"{codec.Name} {frames.Frames.Count} {digest.ToHashCode()}";
        }
        catch (Exception exception) when (exception is ImageFormatException or UnsupportedImageException or ImageLimitException)
        {
            return null;
        }
    }

    private static void Spec(byte[] bytes) => Declared(() =>
    {
        string text = Encoding.UTF8.GetString(bytes);
        _ = FilterParser.Parse(text, _ => "1 2 1\n"u8.ToArray());
    });

    private static void Kernel(byte[] bytes, string name) => Declared(() => _ = KernelFile.Parse(bytes, name));

    private static void Model(byte[] bytes) => Declared(() => LayerModelFile.Read("model.json",
        path => path == "model.json" ? new MemoryStream(bytes) : throw new KernelFormatException(path, 0, "there is no such file"), Limits));

    private static void Declared(Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception) when (exception is KernelFormatException or ImageFormatException or ImageLimitException)
        {
        }
    }

    private static IEnumerable<byte[]> Texts(params string[] texts) => texts.Select(Encoding.UTF8.GetBytes);
}
