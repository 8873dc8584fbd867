namespace KernelCli.Codecs.Jpeg.Transforms;

/// <summary>The factors of both transforms, sums of cosines of sixteenths of pi times the root of 2, times 2^13; each is named by its thousandths.</summary>
internal static class CosineFactors
{
    public const int C0298 = 2446;
    public const int C0390 = 3196;
    public const int C0541 = 4433;
    public const int C0765 = 6270;
    public const int C0899 = 7373;
    public const int C1175 = 9633;
    public const int C1501 = 12299;
    public const int C1847 = 15137;
    public const int C1961 = 16069;
    public const int C2053 = 16819;
    public const int C2562 = 20995;
    public const int C3072 = 25172;
}
