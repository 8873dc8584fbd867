using System.Runtime.InteropServices;
using KernelCli.Codecs.Registry;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Tests.Support;

/// <summary>A whole decoded picture.</summary>
internal sealed record Decoded(ImageInfo Info, byte[] Samples)
{
    public static Decoded Read(Stream stream, ImageLimits? limits = null)
    {
        using IRowSource source = ImageCodecs.Open(stream, new DecodeOptions { Limits = limits ?? ImageLimits.Default }, out _);
        return Read(source);
    }

    public static Decoded Read(IRowSource source)
    {
        byte[] samples = new byte[(long)source.Info.RowBytes * source.Info.Height];
        for (int y = 0; y < source.Info.Height; y++)
            source.ReadRow(samples.AsSpan(y * source.Info.RowBytes, source.Info.RowBytes));
        source.Complete();
        return new Decoded(source.Info, samples);
    }

    public static Decoded Read(byte[] file) => Read(new MemoryStream(file));

    /// <summary>Gray widened, opaque alpha added.</summary>
    public byte[] ToRgba8() => Widen(Info.Format.Sample is SampleType.UInt8
        ? Samples
        : Array.ConvertAll(MemoryMarshal.Cast<byte, ushort>(Samples).ToArray(), v => (byte)(v >> 8)), (byte)255);

    public byte[] ToRgba16BigEndian()
    {
        ushort[] wide = Widen(MemoryMarshal.Cast<byte, ushort>(Samples).ToArray(), (ushort)65535);
        byte[] bytes = new byte[wide.Length * 2];
        for (int i = 0; i < wide.Length; i++)
            (bytes[2 * i], bytes[(2 * i) + 1]) = ((byte)(wide[i] >> 8), (byte)wide[i]);
        return bytes;
    }

    private T[] Widen<T>(T[] samples, T opaque)
    {
        int channels = Info.Format.Channels;
        var wide = new T[samples.Length / channels * 4];
        for (int p = 0; p < samples.Length / channels; p++)
        {
            for (int c = 0; c < 3; c++)
                wide[(4 * p) + c] = samples[(p * channels) + (channels < 3 ? 0 : c)];
            wide[(4 * p) + 3] = Info.Format.HasAlpha ? samples[(p * channels) + channels - 1] : opaque;
        }
        return wide;
    }
}
