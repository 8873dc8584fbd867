using KernelCli.Chains;
using KernelCli.Chains.Steps;
using KernelCli.Codecs;
using KernelCli.Codecs.Png;
using KernelCli.Kernels;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Cli.Jobs;

/// <summary>
/// Has the code of the commonest format and of a small kernel compiled on a second core while the first still reads the command line: a third of the time
/// that a small picture takes is compilation. It works on a picture of its own and touches nothing else.
/// </summary>
internal static class WarmUp
{
    // Long enough for the vector loops and for a checksum that is folded.
    private const int Width = 96;

    /// <summary>Starts, where there is a second core.</summary>
    public static void Start()
    {
        if (Environment.ProcessorCount > 1)
            new Thread(Run) { IsBackground = true }.Start();
    }

    private static void Run()
    {
        var codec = new PngCodec();
        var info = new ImageInfo(Width, 2, new PixelFormat(PixelLayout.Rgb, SampleType.UInt8));
        using var file = new MemoryStream();
        byte[] row = new byte[info.RowBytes];
        new Random(1).NextBytes(row);
        using (IRowSink sink = codec.Create(file, info, EncodeOptions.Default))
        {
            sink.WriteRow(row);
            sink.WriteRow(row);
            sink.Complete();
        }
        file.Position = 0;
        IRowSource source = ImageCodecs.Open(file, DecodeOptions.Default, out _);
        FilterStep step = new KernelStep("", BoxKernel.Create(3, 3));
        using FilterChain chain = ChainBuilder.Build(source, [step], new ChainOptions(), _ => source);
        chain.Output.ReadRow(row.AsSpan(0, chain.Info.RowBytes));
        chain.Output.Complete();
    }
}
