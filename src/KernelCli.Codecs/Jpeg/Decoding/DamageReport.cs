using KernelCli.Primitives;

namespace KernelCli.Codecs.Jpeg.Decoding;

/// <summary>What happens where a scan is damaged: the error is thrown, or told and read past.</summary>
internal sealed class DamageReport(ByteReader reader, DecodeOptions options)
{
    /// <summary>Whether damage is read past.</summary>
    public bool IsLenient => options.OnDamage is not null;

    /// <summary>Reports damage.</summary>
    /// <param name="offset">About where it is.</param>
    /// <param name="problem">What is wrong, as the end of a sentence.</param>
    /// <exception cref="ImageFormatException">Nobody asked to read past it.</exception>
    public void Report(long offset, string problem) => Report(new ImageFormatException(reader.Format, offset, problem));

    /// <summary>Reports damage that was found as an error.</summary>
    public void Report(ImageFormatException exception) => options.ReportDamage(exception);
}
