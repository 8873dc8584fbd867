using BenchmarkDotNet.Attributes;
using KernelCli.Chains;
using KernelCli.Chains.Parsing;
using KernelCli.Codecs;
using KernelCli.Codecs.Png;
using KernelCli.Codecs.Registry;
using KernelCli.Correlation;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Benchmarks.Suites;

/// <summary>PNG in memory, both ways, its checksums, and the whole way from file to file.</summary>
[MemoryDiagnoser]
public class CodecBenchmarks
{
    private const int Width = 1920;
    private const int Height = 1080;
    private const double Pixels = Width * Height;

    private readonly byte[] _row = new byte[Width * 3];
    private readonly byte[] _block = new byte[1 << 20];
    private byte[] _file = [];

    [Params(1, 2)]
    public int Threads { get; set; } = 1;

    [GlobalSetup]
    public void Setup() => _file = Write(1);

    [Benchmark, Pixels(Pixels)]
    public byte[] Encode() => Write(Threads);

    [Benchmark, Pixels(Pixels)]
    public void Decode()
    {
        using IRowSource source = ImageCodecs.Open(new MemoryStream(_file), DecodeOptions.Default, out _);
        for (int y = 0; y < Height; y++)
            source.ReadRow(_row);
        source.Complete();
    }

    [Benchmark, Pixels(Pixels)]
    public void Pipeline()
    {
        IRowSource source = ImageCodecs.Open(new MemoryStream(_file), DecodeOptions.Default, out _);
        var options = new ChainOptions { Geometry = new CorrelationOptions { Threads = Threads } };
        using FilterChain chain = ChainBuilder.Build(source, [FilterParser.Parse("gaussian:2", _ => [])], options, _ => source);
        using IRowSink sink = new PngCodec().Create(Stream.Null, chain.Info, new EncodeOptions { Threads = Threads });
        RowPump.Run(chain.Output, sink);
    }

    [Benchmark, Pixels(1 << 20)]
    public uint Adler() => Adler32.Append(Adler32.Start, _block);

    // Slopes with grain: as hard to compress as a photograph.
    private byte[] Write(int threads)
    {
        var random = new Random(1);
        using var stream = new MemoryStream();
        using IRowSink sink = new PngCodec().Create(stream, new ImageInfo(Width, Height, new PixelFormat(PixelLayout.Rgb, SampleType.UInt8)), new EncodeOptions { Threads = threads });
        for (int y = 0; y < Height; y++)
        {
            for (int i = 0; i < _row.Length; i++)
                _row[i] = (byte)((i / 24) + (y / 5) + random.Next(7));
            sink.WriteRow(_row);
        }
        sink.Complete();
        return stream.ToArray();
    }
}
