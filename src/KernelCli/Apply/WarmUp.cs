using KernelCli.Chains;
using KernelCli.Chains.Parsing;
using KernelCli.Codecs;
using KernelCli.Codecs.Png;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Cli.Apply;

/// <summary>
/// Has the code for PNG output and a small kernel JIT-compiled on a second core while the first parses the command
/// line, because compilation takes a third of the time for a small picture. It uses a small picture of its own and has
/// no other effect.
/// </summary>
internal static class WarmUp
{
    // Wide enough to reach the vector loops and the folding loop of the checksum.
    private const int Width = 96;
    private const int Rows = 2;

    /// <summary>Starts the warm-up if there is a second core.</summary>
    public static void Start()
    {
        if (Environment.ProcessorCount > 1)
            new Thread(RunQuietly) { IsBackground = true }.Start();
    }

    private static void RunQuietly()
    {
        try
        {
            Run();
        }
        catch (Exception)
        {
            // The run itself meets the same error and reports it.
        }
    }

    private static void Run()
    {
        // The order is that of the run. Decoding is left out, because the first core reaches it too soon.
        var info = new ImageInfo(Width, Rows, new PixelFormat(PixelLayout.Rgb, SampleType.UInt8));
        var source = new BufferedImage(info, ImageLimits.Default);
        FilterStep step = FilterParser.Parse("box:3", _ => []);
        using FilterChain chain = ChainBuilder.Build(source, [step], new ChainOptions(), _ => source);
        chain.Output.ReadRow(new byte[chain.Info.RowBytes]);
        chain.Output.Complete();
        using (IRowSink sink = new PngCodec().Create(Stream.Null, info, EncodeOptions.Default))
        {
            for (int y = 0; y < Rows; y++)
                sink.WriteRow(new byte[info.RowBytes]);
            sink.Complete();
        }
    }
}
