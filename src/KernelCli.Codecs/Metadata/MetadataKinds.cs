namespace KernelCli.Codecs.Metadata;

/// <summary>What there can be besides samples, as far as formats differ in holding it.</summary>
[Flags]
internal enum MetadataKinds
{
    None = 0,
    Profile = 1,
    Exif = 2,
    Xmp = 4,
    Iptc = 8,
    Resolution = 16,
    Aspect = 32,
    Comments = 64,
    Texts = 128,
    Colours = 256,
    SignificantBits = 512,
    Time = 1024,
}
