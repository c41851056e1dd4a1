using System.Collections.Frozen;

namespace Router.CodeMode.Search;

/// <summary>Words that say nothing of what is wanted.</summary>
internal static class StopWords
{
    private static readonly FrozenSet<string> All = (
        "the a an of to for in on at by with from and or is are was were be been being this that these those it its i me my mine we our us you your he she his her they their "
        + "them please can could would should want wants need needs like do does did have has had will shall may might must there here what which who whom whose when where how why "
        + "all any some each every so then than just only also into out up down about as if but not no yes let lets tell give help now thing things using use used via per same one "
        + "ones another other more most very really some someone something anything everything m s t re ve ll d am okay ok hi hello thanks thank kindly everybody everyone "
        + "whether while after before during until since over under between within without against through across both either neither such own too much many few lot lots bit")
        .Split(' ').ToFrozenSet(StringComparer.Ordinal);

    internal static bool Contains(string word) => All.Contains(word);
}
