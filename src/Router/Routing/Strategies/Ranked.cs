namespace Router.Routing.Strategies;

/// <summary>A target with its rank. Equal ranks keep the order written.</summary>
internal readonly record struct Ranked(double Rank, int Index) : IComparable<Ranked>
{
    public int CompareTo(Ranked other)
    {
        int byRank = Rank.CompareTo(other.Rank);
        return byRank != 0 ? byRank : Index.CompareTo(other.Index);
    }
}
