namespace Speeko.Speech.Segmentation;

/// <summary>
/// The words of <see cref="Abbreviations"/>, without their last point. None may stand in two lists. Single letters are
/// not listed: each of them may be an initial.
/// </summary>
internal static class AbbreviationTable
{
    public const string Leads =
        // English titles and ranks
        "Dr dr Drs Mr mr Mrs mrs Ms Messrs Mx Prof prof Profs Rev Revd Hon Gen Sen Sens Rep Reps Gov Govs Col Lt Maj Sgt " +
        "Capt Cpl Pvt Adm Cmdr Comdr Brig Pres Supt Insp Det Amb Atty Msgr Ven Mt Mts Ft Pt Pfc " +
        // English words in running text
        "e.g E.g eg i.e I.e cf Cf viz vs Vs v.s approx Approx incl excl ca circa esp " +
        // German
        "Hr Hrn Fr Frl Prof.Dr Dipl Ing bzw Bzw z.B Z.B zB d.h D.h u.a u.U i.d d.R z.T Z.T z.Z v.a s.o s.u o.g vgl Vgl " +
        "ggf Ggf evtl Evtl sog inkl exkl zzgl bspw geb kath ev einschl insb insbes bes etw zzt " +
        // French, Spanish, Portuguese, Italian
        "Mme Mmes Mlle Mlles Mgr MM c.à.d env Sra Sras Srta Srtas Sres Dña p.ej P.ej Lic Exmo Exma Dra Sig Sigg Dott " +
        "Dott.ssa Avv Arq " +
        // Dutch, Nordic, Polish
        "dhr mevr bijv bl.a t.ex f.eks mgr inż tzw tzn tj np ul " +
        // Russian
        "т.е Т.е т.к Т.к т.н ул просп пер пл проф акад им " +
        // Greek
        "π.χ Π.χ δηλ κα λ.χ " +
        // Hindi: titles, and Latin letters spelt out as initials
        "डॉ प्रो श्री श्रीमती पं कु पी जे एस आर एम वी डी बी सी जी टी एन एल";

    public const string BeforeNumber =
        "No no Nos nos N° n° Nº nº № Nr nr Nrn Núm núm num Num pp Pp pg Pg fig Fig figs Figs vol Vol vols Vols ch Ch " +
        "chap Chap sec Sec sect Sect par para Para art Art Arts arts op Op eq Eq eqs ex Ex ext Ext tel Tel Kap Abb Abs Bd " +
        "Bde Tab Taf Anm Aufl pág págs Pág pag Pag стр рис гл ст кв тел σελ αρ τηλ rev ver Ver Rt rte Rte est Est Apt " +
        "apt min max Min Max";

    public const string Time = "a.m p.m A.M P.M";

    public const string Anywhere =
        // companies, names, degrees
        "Co co Cos Corp corp Inc inc Ltd ltd Bros Jr jr Sr Esq Mfg Intl Assn Dept dept Univ Inst al Ph.D M.Phil B.Tech " +
        "Cie med rer nat phil jur habil " +
        // addresses
        "St st Sts Ave ave Blvd blvd Rd rd Ln Hwy hwy Pkwy Pl pl Sq Bldg bldg Str str Av Avda " +
        // months and days; "may", "sun", "sat" and "wed" are words
        "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Okt Nov Dec Dez Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun " +
        // states of the U.S.
        "Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Md Mich Minn Mont Neb Nev Okla Ore Pa Penn Tenn Tex Va " +
        "Vt Wis Wyo " +
        // measures
        "oz lb lbs ft sq cu hr hrs yr yrs mo mos pt qt mph tsp tbsp Mio Mrd Tsd Std Jh Jhd млн млрд тыс руб коп гг вв см " +
        // Spanish plurals, Russian
        "EE FF AA Ud Uds Vd Vds Hs мин сек др пр обл пгт";

    public const string EndsBeforeCapital = "etc Etc usw ff u.s.w т.д т.п κ.λπ κ.ά κτλ κλπ osv itd itp ecc enz";
}
