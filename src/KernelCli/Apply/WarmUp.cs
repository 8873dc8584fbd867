using KernelCli.Chains;
using KernelCli.Chains.Parsing;
using KernelCli.Chains.Steps;
using KernelCli.Codecs;
using KernelCli.Codecs.Png;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Cli.Apply;

/// <summary>
/// Has the code of the commonest format and of a small kernel compiled on a second core while the first still reads the command line: a
/// third of the time that a small picture takes is compilation. It works on a picture of its own and touches nothing else.
/// </summary>
internal static class WarmUp
{
    // Long enough for the vector loops and for a checksum that is folded.
    private const int Width = 96;
    private const int Rows = 2;

    /// <summary>Starts, where there is a second core.</summary>
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
            // Whatever is wrong will be met, and told, by the run itself.
        }
    }

    private static void Run()
    {
        // In the order in which the run needs it. Decoding comes too early to be worth it: the first core does that itself meanwhile.
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
